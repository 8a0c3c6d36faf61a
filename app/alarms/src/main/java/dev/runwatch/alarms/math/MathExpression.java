/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.LinkedHashSet;
import java.util.Set;

/** A parsed expression. Immutable, thread-safe. */
public final class MathExpression {

  private static final Set<String> POINTWISE =
      Set.of("IF", "FILL", "ABS", "CEIL", "FLOOR", "LOG", "LOG10", "PERIOD", "METRICS");

  /** Pointwise over an array that is written out; over one series they look at all of it. */
  private static final Set<String> ACROSS = Set.of("SUM", "AVG", "MIN", "MAX", "STDDEV");

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

  /**
   * Whether each result depends on the points of its own period alone, so that the same period
   * yields the same in any range.
   */
  public boolean isPointwise() {
    boolean[] pointwise = {true};
    root.visit(
        node -> {
          if (node instanceof Node.Call call) {
            boolean overArray =
                call.arguments().size() == 1 && call.arguments().get(0) instanceof Node.Array;
            boolean repeats =
                call.arguments().stream().anyMatch(argument -> argument instanceof Node.Word);
            boolean alone = POINTWISE.contains(call.function()) && !repeats;
            boolean across = ACROSS.contains(call.function()) && overArray;
            pointwise[0] &= alone || across;
          }
        });
    return pointwise[0];
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
