/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.dashboards.body.BodyReader;
import dev.runwatch.dashboards.body.Fault;
import dev.runwatch.dashboards.body.ReadBody;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Finds the faults of a dashboard body. Each says where it is, what is wrong and what to do. */
public final class DashboardLint {

  private DashboardLint() {}

  /**
   * Whether a body holds tokens such as {@code @@namespace@@}, so that the rules of {@link #ours}
   * apply to it.
   */
  public static boolean isOurs(String json) {
    return json.contains("@@");
  }

  /**
   * What CloudWatch would refuse or draw wrong.
   *
   * @param json the body of any dashboard
   * @return the faults in the order of the text
   */
  public static List<Fault> faults(String json) {
    ReadBody read = BodyReader.read(json);
    return placed(read, new BodyRules(read.body()).faults());
  }

  /**
   * What CloudWatch would refuse or draw wrong, and what contradicts the metric catalogue and the
   * alarms: unknown metrics, wrong statistics, other thresholds, missing alarms, and values that
   * differ between deployments.
   *
   * @param json a body with tokens
   * @param alarms the definitions of all alarms
   * @return the faults in the order of the text
   */
  public static List<Fault> ours(String json, List<AlarmDefinition> alarms) {
    ReadBody read = BodyReader.read(json);
    List<Fault> faults = new ArrayList<>(new BodyRules(read.body()).faults());
    faults.addAll(new CatalogueRules(read.body()).faults());
    faults.addAll(new AlarmRules(read.body(), alarms).faults());
    faults.addAll(new TokenRules(read.body(), alarms).faults());
    return placed(read, faults);
  }

  /** Those of the reader and these, each with the line of its own value. */
  private static List<Fault> placed(ReadBody read, List<Fault> found) {
    if (read.body().widgets().isEmpty() && !read.faults().isEmpty()) {
      return read.faults();
    }
    List<Fault> faults = new ArrayList<>(read.faults());
    found.forEach(it -> faults.add(new Fault(read.place(it.place().pointer()), it.message())));
    faults.sort(Comparator.comparingInt(fault -> fault.place().line()));
    return List.copyOf(faults);
  }
}
