/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import java.util.List;

/**
 * What a simulation tries. Immutable.
 *
 * @param base the conditions that hold unless a row or a column changes them
 * @param across the parameter of the groups of rows, such as the runs that are created in a minute
 * @param groups the values of that parameter; at least one
 * @param varied the parameter of the rows, such as the failure rate
 * @param steady values that hold for long: notifications of them are counted
 * @param steps values that the platform steps to from the base: their detection is timed
 */
public record Model(
    Conditions base,
    Parameter across,
    List<Double> groups,
    Parameter varied,
    List<Double> steady,
    List<Double> steps) {

  public Model {
    groups = List.copyOf(groups);
    steady = List.copyOf(steady);
    steps = List.copyOf(steps);
  }
}
