/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What metric math allows, and what an alarm had better not do with it. */
public final class AlarmMath {

  private static final Map<String, String> OVER_THE_RANGE =
      Map.of(
          "RUNNING_SUM", "compare the points themselves",
          "REMOVE_EMPTY", "name the series");

  private final MathContext context;
  private final boolean singlePeriod;
  private final List<Objection> objections = new ArrayList<>();

  private AlarmMath(MathContext context, boolean singlePeriod) {
    this.context = context;
    this.singlePeriod = singlePeriod;
  }

  /**
   * One objection.
   *
   * @param reason what is wrong with it in an alarm
   * @param fix what to write instead
   */
  public record Objection(String reason, String fix) {}

  /**
   * What an alarm had better not do.
   *
   * @param context one that gives every id its type; its values do not matter
   * @param singlePeriod whether the alarm evaluates one period only
   */
  public static List<Objection> objections(
      MathExpression expression, MathContext context, boolean singlePeriod) {
    AlarmMath math = new AlarmMath(context, singlePeriod);
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
              "a ratio without a guard is 100 % at the first failure of one",
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
                  + " looks at all that CloudWatch retrieves, which is more than the evaluation"
                  + " periods and not published",
              fix));
    }
    if (name.equals("FILL") && singlePeriod) {
      objections.add(
          new Objection(
              "FILL fills the newest minute too, which may not have arrived: with one period it"
                  + " decides alone",
              "evaluate more than one period"));
    }
  }
}
