/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import java.util.Arrays;

/** A value for each parameter of the simulated platform. Immutable. */
@SuppressWarnings("EnumOrdinal") // an array: a simulation reads twenty values each minute
public final class Conditions {

  /** Every parameter at its default. */
  public static final Conditions DEFAULT =
      new Conditions(Arrays.stream(Parameter.values()).mapToDouble(it -> it.initial).toArray());

  /** By the ordinal of the parameter. */
  private final double[] values;

  private Conditions(double[] values) {
    this.values = values;
  }

  /** The same with another value of one parameter. */
  public Conditions with(Parameter parameter, double value) {
    double[] changed = values.clone();
    changed[parameter.ordinal()] = value;
    return new Conditions(changed);
  }

  /** The value of a parameter. */
  public double get(Parameter parameter) {
    return values[parameter.ordinal()];
  }
}
