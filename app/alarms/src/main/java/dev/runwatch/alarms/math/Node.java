/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.List;
import java.util.function.Consumer;

/** A node of a parsed expression. */
sealed interface Node {

  /** Visits this node and its descendants, parents first. */
  default void visit(Consumer<Node> visitor) {
    visitor.accept(this);
    children().forEach(child -> child.visit(visitor));
  }

  default List<Node> children() {
    return List.of();
  }

  record Literal(double value) implements Node {}

  record Text(String value) implements Node {}

  record Id(String name) implements Node {}

  /** A keyword argument of some functions: REPEAT, LINEAR, AVG, DESC… */
  record Word(String name) implements Node {}

  record Array(List<Node> items) implements Node {
    @Override
    public List<Node> children() {
      return items;
    }
  }

  record Negation(Node operand) implements Node {
    @Override
    public List<Node> children() {
      return List.of(operand);
    }
  }

  record Binary(Operator operator, Node left, Node right) implements Node {
    @Override
    public List<Node> children() {
      return List.of(left, right);
    }
  }

  record Call(String function, List<Node> arguments) implements Node {
    @Override
    public List<Node> children() {
      return arguments;
    }
  }
}
