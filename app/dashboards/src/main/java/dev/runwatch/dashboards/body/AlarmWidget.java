/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.util.List;

/**
 * A widget with the states of alarms.
 *
 * @param alarms their ARNs, or tokens for them
 * @param states the states of the alarms that are shown, such as {@code ALARM}; empty for all
 */
public record AlarmWidget(
    Place place, Box box, String title, List<String> alarms, AlarmSort sortBy, List<String> states)
    implements Widget {

  public AlarmWidget {
    alarms = List.copyOf(alarms);
    states = List.copyOf(states);
  }
}
