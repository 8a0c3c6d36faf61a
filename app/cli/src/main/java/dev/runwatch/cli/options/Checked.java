/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.options;

import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Converts an option's value by the rule of its own type, and refuses it with that rule's words.
 */
abstract class Checked<T> implements ITypeConverter<T> {

  private final Function<String, T> rule;

  /**
   * @param rule makes the value, or throws {@link IllegalArgumentException}
   */
  Checked(Function<String, T> rule) {
    this.rule = rule;
  }

  @Override
  public final T convert(String text) {
    try {
      return rule.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
