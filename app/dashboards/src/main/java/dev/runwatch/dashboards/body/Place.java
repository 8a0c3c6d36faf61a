/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/**
 * Where a value stands in a body.
 *
 * @param pointer the JSON pointer, such as {@code /widgets/0/properties}; empty for the whole body
 * @param line the line of the value in the text, 1 for the first
 */
public record Place(String pointer, int line) {

  /** The pointer, or {@code the body} for the whole. */
  @Override
  public String toString() {
    return pointer.isEmpty() ? "the body" : pointer;
  }
}
