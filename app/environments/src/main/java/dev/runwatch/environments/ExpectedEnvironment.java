/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import dev.runwatch.alarms.definition.AlarmDefinition;
import java.util.List;

/**
 * What an environment should have. Immutable.
 *
 * @param settings the environment's own values
 * @param alarms its alarms as they are deployed: tokens bound, thresholds replaced
 */
public record ExpectedEnvironment(EnvironmentSettings settings, List<AlarmDefinition> alarms) {

  public ExpectedEnvironment {
    alarms = List.copyOf(alarms);
  }
}
