/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmProperties;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.yaml.Fault;
import dev.runwatch.alarms.yaml.Faults;
import dev.runwatch.alarms.yaml.Node;
import dev.runwatch.cli.account.DescribedProperties;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

/** An alarm as DescribeAlarms returns it, read like a definition file. */
final class DescribedAlarm {

  private DescribedAlarm() {}

  /**
   * The definition of a described alarm, without properties that this version of the SDK does not
   * have, such as the warm-up.
   *
   * @throws IllegalArgumentException if it is of a kind that is not evaluated here; the message
   *     names the property
   */
  static AlarmDefinition definition(MetricAlarm alarm) {
    Map<String, Object> properties = new TreeMap<>(DescribedProperties.of(alarm));
    properties.keySet().removeIf(name -> AlarmProperties.find(name).isEmpty());
    Faults faults = new Faults(alarm.alarmName());
    Optional<AlarmDefinition> definition =
        DefinitionLoader.readAny(alarm.alarmName(), Node.of(properties), faults);
    if (definition.isEmpty() && faults.none()) {
      throw new IllegalArgumentException("it is of a kind that is not evaluated here");
    }
    if (definition.isEmpty()) {
      throw new IllegalArgumentException(
          faults.all().stream().map(DescribedAlarm::line).collect(Collectors.joining("; ")));
    }
    return definition.get();
  }

  private static String line(Fault fault) {
    return fault.field() + ": " + fault.reason();
  }
}
