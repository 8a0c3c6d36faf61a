/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.definition.AlarmDefinition;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Exports alarms to Google Cloud Monitoring: a file with an alert policy for each. */
public final class GoogleExport {

  /** The folder of the policies. */
  public static final String POLICIES = "policies";

  private static final String COMMAND = "./runwatch alarms export google";

  private final List<AlarmDefinition> alarms;
  private final GoogleTarget target;

  /**
   * @param alarms the alarms; may be bound to an environment's thresholds
   */
  public GoogleExport(List<AlarmDefinition> alarms, GoogleTarget target) {
    this.alarms = List.copyOf(alarms);
    this.target = target;
  }

  /**
   * The files by their names, for {@code gcloud monitoring policies create --policy-from-file}.
   *
   * @throws UnsupportedExportException if PromQL cannot express an alarm
   */
  public Map<String, String> files() {
    Map<String, String> files = new TreeMap<>();
    for (AlarmDefinition alarm : alarms) {
      files.put(
          POLICIES + "/" + alarm.name() + ".yaml",
          YamlText.of(COMMAND, new GoogleAlarm(alarm, target).policy()));
    }
    return files;
  }
}
