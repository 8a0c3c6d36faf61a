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

  /** Pointwise over an array literal; over one series they cover the whole range. */
  private static final Set<String> ACROSS = Set.of("SUM", "AVG", "MIN", "MAX", "STDDEV");

  private final String text;
  private final Node root;

  private MathExpression(String text, Node root) {
    this.text = text;
    this.root = root;
  }

  /**
   * Parses an expression. Its ids and functions are resolved when it is evaluated.
   *
   * @throws MathException if it is no expression, has more than 2048 characters, or is nested
   *     deeper than 100 levels
   */
  public static MathExpression parse(String text) {
    return new MathExpression(text, Parser.parse(text));
  }

  /** The ids that it refers to, in the order of their first use. */
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
   * Whether each result depends only on the points of its own period, and so not on the range of
   * the evaluation.
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

  /** Whether it calls a function. */
  public boolean calls(String function) {
    boolean[] found = {false};
    root.visit(
        node -> found[0] |= node instanceof Node.Call call && call.function().equals(function));
    return found[0];
  }

  /** The ids in the arguments of all calls of a function, in the order of their first use. */
  public Set<String> idsIn(String function) {
    Set<String> ids = new LinkedHashSet<>();
    root.visit(
        node -> {
          if (node instanceof Node.Call call && call.function().equals(function)) {
            call.visit(
                inner -> {
                  if (inner instanceof Node.Id id) {
                    ids.add(id.name());
                  }
                });
          }
        });
    return ids;
  }

  /** What a fold makes of the expression. */
  public <T> T fold(Fold<T> fold) {
    return fold(root, fold);
  }

  private static <T> T fold(Node node, Fold<T> fold) {
    if (node instanceof Node.Literal literal) {
      return fold.number(literal.value());
    }
    if (node instanceof Node.Id id) {
      return fold.id(id.name());
    }
    if (node instanceof Node.Negation negation) {
      return fold.negation(fold(negation.operand(), fold));
    }
    if (node instanceof Node.Binary binary) {
      return fold.binary(
          binary.operator().symbol, fold(binary.left(), fold), fold(binary.right(), fold));
    }
    if (node instanceof Node.Call call) {
      return fold.call(
          call.function(), call.arguments().stream().map(item -> fold(item, fold)).toList());
    }
    if (node instanceof Node.Array array) {
      return fold.array(array.items().stream().map(item -> fold(item, fold)).toList());
    }
    return fold.word(node instanceof Node.Text text ? text.value() : ((Node.Word) node).name());
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
