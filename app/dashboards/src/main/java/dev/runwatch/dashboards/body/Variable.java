/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A variable that the user of a dashboard sets.
 *
 * @param target the property or the text that it replaces
 * @param label the label, or empty
 * @param values the values to choose from; empty for {@link VariableInput#INPUT} and for a search
 * @param search the search that finds the values, or null
 * @param populateFrom the dimension whose values the search yields, or null
 * @param defaultValue the value at first, {@code __FIRST} for the first one found; or null
 * @param visible whether the user sees it
 */
public record Variable(
    Place place,
    String id,
    VariableType type,
    String target,
    VariableInput input,
    String label,
    List<Choice> values,
    @Nullable String search,
    @Nullable String populateFrom,
    @Nullable String defaultValue,
    boolean visible) {

  public Variable {
    values = List.copyOf(values);
  }

  /**
   * A value to choose.
   *
   * @param value what replaces the target
   * @param label what the user reads
   */
  public record Choice(String value, String label) {}
}
