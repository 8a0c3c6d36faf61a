/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One change of one token of a definition file.
 *
 * @param what the line's field with the occurrence, the token and what it becomes
 * @param text the file after the change
 */
record Mutation(String what, String text) {

  private static final Pattern FIELD =
      Pattern.compile(
          "^([- ]*)(Threshold|EvaluationPeriods|DatapointsToAlarm|Period|Stat|Statistic|MetricName"
              + "|ComparisonOperator|TreatMissingData|Severity|Expression"
              + "|WarmUpPeriodDurationInMinutes):[ ]+([^#\\n]*?)[ ]*(#.*)?$",
          Pattern.MULTILINE);

  private static final Pattern TOKEN =
      Pattern.compile("[a-z][a-z0-9_]*|[A-Z]+|\\d+(?:\\.\\d+)?|>=|<=|[-+*/^<>]");

  private static final List<String> FUNCTIONS =
      List.of("IF", "FILL", "MIN", "MAX", "AVG", "SUM", "ABS", "CEIL", "FLOOR");

  private static final List<List<String>> ALTERNATIVES =
      List.of(
          List.of("+", "-", "*", "/", "^"),
          List.of(">", ">=", "<", "<="),
          List.of(
              "GreaterThanThreshold",
              "GreaterThanOrEqualToThreshold",
              "LessThanThreshold",
              "LessThanOrEqualToThreshold"),
          List.of("breaching", "notBreaching", "ignore", "missing"),
          List.of("Sum", "Average", "Minimum", "Maximum", "SampleCount", "p99"),
          List.of("critical", "high", "medium"),
          MetricCatalogue.all().stream().map(MetricSpec::name).toList());

  /** Every change of every token that decides what an alarm does. */
  static List<Mutation> of(String definition) {
    List<Mutation> mutations = new ArrayList<>();
    Set<String> ids = ids(definition);
    Matcher field = FIELD.matcher(definition);
    int line = 0;
    while (field.find()) {
      line++;
      String name = field.group(2) + " (" + line + ")";
      String value = field.group(3);
      if (field.group(2).equals("Expression")) {
        Matcher token = TOKEN.matcher(value);
        while (token.find()) {
          for (String other : others(token.group(), ids)) {
            String changed =
                value.substring(0, token.start()) + other + value.substring(token.end());
            mutations.add(mutation(definition, field, name, value, changed));
          }
        }
      } else {
        for (String other : others(value, ids)) {
          mutations.add(mutation(definition, field, name, value, other));
        }
      }
    }
    return mutations;
  }

  private static Mutation mutation(
      String definition, Matcher field, String name, String value, String changed) {
    String text =
        definition.substring(0, field.start(3)) + changed + definition.substring(field.end(3));
    return new Mutation(name + " " + value + " → " + changed, text);
  }

  private static Set<String> ids(String definition) {
    Set<String> ids = new TreeSet<>();
    Matcher id = Pattern.compile("- Id: (\\w+)").matcher(definition);
    while (id.find()) {
      ids.add(id.group(1));
    }
    return ids;
  }

  private static List<String> others(String token, Set<String> ids) {
    List<String> others = new ArrayList<>();
    if (ids.contains(token)) {
      others.addAll(ids);
    } else if (FUNCTIONS.contains(token)) {
      others.addAll(FUNCTIONS);
    } else if (token.matches("\\d+")) {
      long number = Long.parseLong(token);
      others.addAll(List.of("" + (number + 1), "" + (number - 1), "" + 2 * number, "0"));
      if (number == 60) {
        others.addAll(List.of("300", "900"));
      }
    } else if (token.matches("\\d+\\.\\d+")) {
      double number = Double.parseDouble(token);
      for (double other : new double[] {number - 0.01, number + 0.01, number * 2, number / 2, 0}) {
        others.add(String.valueOf(Math.rint(other * 1000) / 1000));
      }
    } else {
      ALTERNATIVES.stream().filter(all -> all.contains(token)).forEach(others::addAll);
    }
    others.removeIf(token::equals);
    return others.stream().distinct().toList();
  }
}
