/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import java.util.EnumMap;
import java.util.Map;

/** A value for each parameter of the simulated platform. Immutable. */
public final class Conditions {

  /** Every parameter at its default. */
  public static final Conditions DEFAULT = new Conditions(new EnumMap<>(Parameter.class));

  /** The values that are not the default. */
  private final Map<Parameter, Double> values;

  private Conditions(Map<Parameter, Double> values) {
    this.values = values;
  }

  /** The same with another value of one parameter. */
  public Conditions with(Parameter parameter, double value) {
    Map<Parameter, Double> changed = new EnumMap<>(Parameter.class);
    changed.putAll(values);
    changed.put(parameter, value);
    return new Conditions(changed);
  }

  /** The value of a parameter. */
  public double get(Parameter parameter) {
    Double value = values.get(parameter);
    return value == null ? parameter.initial : value;
  }
}
