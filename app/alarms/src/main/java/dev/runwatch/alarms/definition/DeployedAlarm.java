/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * An alarm as a stack deploys it: a definition and what the deployment adds to it. Immutable.
 *
 * @param definition the definition, its tokens bound
 * @param name the alarm's name in CloudWatch
 * @param description the alarm's description in CloudWatch; may be empty
 * @param actions what CloudWatch executes when the alarm enters a state, such as ARNs of topics; a
 *     state without actions has no entry
 * @param tags the tags of the resource: the definition's and the stack's
 */
public record DeployedAlarm(
    AlarmDefinition definition,
    String name,
    String description,
    Map<AlarmState, List<String>> actions,
    Map<String, String> tags) {

  /** The keys of tags that a stack sets, which a definition of Runwatch must not set. */
  public static final Set<String> STACK_TAGS = Set.of("environment", "service", "severity");

  public DeployedAlarm {
    Objects.requireNonNull(definition, "definition");
    Map<AlarmState, List<String>> byState = new EnumMap<>(AlarmState.class);
    actions.forEach((state, list) -> byState.put(state, List.copyOf(list)));
    actions = Map.copyOf(byState);
    tags = Map.copyOf(tags);
  }

  /**
   * The properties of the resource by CloudFormation's names.
   *
   * @return maps, lists, texts, numbers and truth values, sorted by name; a property that
   *     CloudFormation may omit and that has its default is absent
   */
  public Map<String, Object> properties() {
    Map<String, Object> properties = new TreeMap<>();
    for (AlarmProperty property : AlarmProperties.all()) {
      property.value(this).ifPresent(value -> properties.put(property.name(), value));
    }
    return properties;
  }

  List<String> actionsOn(AlarmState state) {
    return actions.getOrDefault(state, List.of());
  }
}
