/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.account;

import dev.runwatch.alarms.AlarmDefinition;
import dev.runwatch.alarms.environments.EnvironmentSettings;
import java.util.List;

/**
 * What an environment should have. Immutable.
 *
 * @param settings the environment's own values
 * @param alarms its alarms as they are deployed: tokens bound, thresholds replaced
 */
public record Deployed(EnvironmentSettings settings, List<AlarmDefinition> alarms) {

  public Deployed {
    alarms = List.copyOf(alarms);
  }
}
