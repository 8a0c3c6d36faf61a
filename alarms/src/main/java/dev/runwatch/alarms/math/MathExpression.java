/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.LinkedHashSet;
import java.util.Set;

/** A parsed expression. Immutable, thread-safe. */
public final class MathExpression {

  private final String text;
  private final Node root;

  private MathExpression(String text, Node root) {
    this.text = text;
    this.root = root;
  }

  /**
   * Parses an expression. Whether its ids and functions exist shows when it is checked or
   * evaluated.
   *
   * @throws MathException when CloudWatch could not parse it, or it is nested deeper than 100
   */
  public static MathExpression parse(String text) {
    return new MathExpression(text, Parser.parse(text));
  }

  /** The ids it names, in its order. */
  public Set<String> ids() {
    Set<String> ids = new LinkedHashSet<>();
    root.visit(
        node -> {
          if (node instanceof Node.Id id) {
            ids.add(id.name());
          }
        });
    return ids;
  }

  Node root() {
    return root;
  }

  /** The text it was parsed from. */
  @Override
  public String toString() {
    return text;
  }
}
