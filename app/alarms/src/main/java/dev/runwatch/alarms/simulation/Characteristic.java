/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import java.util.List;

/**
 * The operating characteristic of an alarm.
 *
 * @param alarm the alarm's name
 * @param model what was tried
 * @param steady one result for each group and steady value
 * @param steps one result for each group and step
 */
public record Characteristic(
    String alarm, Model model, List<SteadyResult> steady, List<StepResult> steps) {

  public Characteristic {
    steady = List.copyOf(steady);
    steps = List.copyOf(steps);
  }

  /** The steady results of one group. */
  public List<SteadyResult> steady(double group) {
    return steady.stream().filter(result -> result.group() == group).toList();
  }

  /** The steps of one group. */
  public List<StepResult> steps(double group) {
    return steps.stream().filter(result -> result.group() == group).toList();
  }
}
