/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Alarms of tests: {@code pending > 50} for two of two minutes, and variations. */
public final class TestAlarms {

  private TestAlarms() {}

  /**
   * The alarm {@code queue}.
   *
   * @param more further properties, a line each
   */
  public static AlarmDefinition queue(Path folder, String... more) {
    String properties =
        """
        AlarmDescription: The queue grows.
        Namespace: N
        MetricName: pending
        Statistic: Maximum
        Period: 60
        EvaluationPeriods: 2
        DatapointsToAlarm: 2
        Threshold: 50
        ComparisonOperator: GreaterThanThreshold
        TreatMissingData: notBreaching
        """;
    Path file = folder.resolve("queue.yaml");
    try {
      Files.writeString(file, properties + String.join("\n", more) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return DefinitionLoader.loadAny(file);
  }
}
