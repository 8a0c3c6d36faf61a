/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Uses of metric math that CloudWatch accepts and that mislead in an alarm. */
public final class AlarmMath {

  private static final Map<String, String> OVER_THE_RANGE =
      Map.of(
          "RUNNING_SUM", "compare the points themselves",
          "REMOVE_EMPTY", "name the series");

  private final MathContext context;
  private final boolean lateFillBreaches;
  private final List<Objection> objections = new ArrayList<>();

  private AlarmMath(MathContext context, boolean lateFillBreaches) {
    this.context = context;
    this.lateFillBreaches = lateFillBreaches;
  }

  /**
   * One misleading use.
   *
   * @param reason why it misleads in an alarm
   * @param fix what to write instead
   */
  public record Objection(String reason, String fix) {}

  /**
   * Finds the misleading uses in an expression.
   *
   * @param context gives every id its type; its values do not matter
   * @param lateFillBreaches whether the alarm evaluates one period only, and what FILL adds to a
   *     late one breaches
   * @return the objections in the order of the expression, empty if there is none
   */
  public static List<Objection> objections(
      MathExpression expression, MathContext context, boolean lateFillBreaches) {
    AlarmMath math = new AlarmMath(context, lateFillBreaches);
    math.look(expression.root(), /* guarded= */ false);
    return List.copyOf(math.objections);
  }

  private void look(Node node, boolean guarded) {
    boolean below = guarded;
    if (node instanceof Node.Call call) {
      below |= call.function().equals("IF");
      function(call);
    } else if (node instanceof Node.Binary binary
        && binary.operator() == Operator.DIVIDE
        && !guarded
        && !(new Evaluation(context).value(binary.right()) instanceof Value.Scalar)) {
      objections.add(
          new Objection(
              "a ratio without a guard is 100 % when the only run fails",
              "write  IF(failed >= 2, failed/total, 0)"));
    }
    for (Node child : node.children()) {
      if (!(child instanceof Node.Word || child instanceof Node.Text)) {
        look(child, below);
      }
    }
  }

  private void function(Node.Call call) {
    String name = call.function();
    String fix = OVER_THE_RANGE.get(name);
    boolean aggregate = false;
    for (Aggregate known : Aggregate.values()) {
      aggregate |= known.name().equals(name);
    }
    if (aggregate && new Evaluation(context).value(call.arguments().get(0)) instanceof Value.Line) {
      fix = "write  " + name + "([a, b])  of several series, or compare the points themselves";
    }
    if (fix != null) {
      objections.add(
          new Objection(
              name
                  + " covers all data that CloudWatch retrieves: more than the evaluation periods,"
                  + " by a number that is not published",
              fix));
    }
    if (name.equals("FILL") && lateFillBreaches) {
      objections.add(
          new Objection(
              "FILL also fills the newest period, whose data may be late: with one evaluation"
                  + " period it decides alone, and what it adds here breaches",
              "evaluate more than one period, or fill with a value that does not breach"));
    }
  }
}
