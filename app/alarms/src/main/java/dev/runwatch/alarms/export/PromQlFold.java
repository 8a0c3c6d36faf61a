/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.math.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Translates metric math into PromQL with CloudWatch's rules for missing data: a missing operand
 * counts as 0 if the other one is there, a division by 0 has no result, and a condition that is
 * missing has none either.
 */
final class PromQlFold implements Fold<Term> {

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Map<String, String> EACH =
      Map.of(
          "ABS", "abs",
          "CEIL", "ceil",
          "FLOOR", "floor",
          "LOG", "ln",
          "LOG10", "log10");
  private static final Map<String, String> ACROSS =
      Map.of("MIN", "min", "MAX", "max", "SUM", "sum", "AVG", "avg", "STDDEV", "stddev");

  private final Map<String, Term> known;

  /**
   * @param known the metrics and expressions that ids name
   */
  PromQlFold(Map<String, Term> known) {
    this.known = known;
  }

  @Override
  public Term number(double value) {
    return Term.number(value);
  }

  @Override
  public Term id(String name) {
    Term term = known.get(name);
    if (term == null) {
      throw new UnsupportedExportException("'" + name + "' is not defined before its use");
    }
    return term;
  }

  @Override
  public Term word(String text) {
    throw new UnsupportedExportException(text + " has no counterpart in PromQL");
  }

  /** Several vectors as one, told apart by a label. */
  @Override
  public Term array(List<Term> items) {
    List<String> parts = new ArrayList<>();
    boolean total = false;
    for (int i = 0; i < items.size(); i++) {
      Term item = items.get(i).asVector();
      total |= item.total();
      parts.add("label_replace(" + item.text() + ", \"of\", \"" + i + "\", \"\", \"\")");
    }
    return Term.compound(String.join(" or ", parts), total);
  }

  @Override
  public Term negation(Term operand) {
    return new Term("-" + operand.operand(), operand.scalar(), operand.total(), false);
  }

  @Override
  public Term binary(String symbol, Term left, Term right) {
    if (symbol.equals("AND") || symbol.equals("OR")) {
      return logical(symbol, left, right);
    }
    String operator = COMPARISONS.contains(symbol) ? symbol + " bool" : symbol;
    String divisor = filled(right, left);
    if (symbol.equals("/")) {
      divisor = right.scalar() ? divisor : "(" + divisor + " != 0)";
    }
    return new Term(
        filled(left, right) + " " + operator + " " + divisor,
        left.scalar() && right.scalar(),
        left.total() && right.total() && !symbol.equals("/"),
        false);
  }

  private static Term logical(String symbol, Term left, Term right) {
    String a = "(" + filled(left, right) + " != bool 0)";
    String b = "(" + filled(right, left) + " != bool 0)";
    return Term.compound(
        symbol.equals("AND") ? a + " * " + b : "(" + a + " + " + b + ") > bool 0",
        left.total() && right.total());
  }

  /** An operand that is 0 where it is missing and the other one is there. */
  private static String filled(Term term, Term other) {
    boolean alone = term.total() || other.scalar() || term.text().equals(other.text());
    return alone ? term.operand() : "(" + term.operand() + " or " + other.operand() + " * 0)";
  }

  @Override
  public Term call(String function, List<Term> arguments) {
    Term first = arguments.get(0);
    if (EACH.containsKey(function)) {
      String name = EACH.getOrDefault(function, "");
      return new Term(
          name + "(" + first.asVector().text() + ")", /* scalar= */ false, first.total(), true);
    }
    if (ACROSS.containsKey(function) && first.text().startsWith("label_replace(")) {
      String name = ACROSS.getOrDefault(function, "");
      return new Term(name + "(" + first.text() + ")", /* scalar= */ false, first.total(), true);
    }
    if (function.equals("FILL") && arguments.get(1).scalar()) {
      String text = first.operand() + " or " + arguments.get(1).asVector().text();
      return Term.compound(text, /* total= */ true);
    }
    if (function.equals("IF")) {
      return choice(first, arguments);
    }
    throw new UnsupportedExportException(function + " has no counterpart in PromQL");
  }

  private static Term choice(Term condition, List<Term> arguments) {
    Term when = condition.asVector();
    Term yes = arguments.get(1).asVector();
    String then = yes.total() ? yes.operand() : filled(yes, when);
    String text = "(" + then + " and " + when.operand() + " != 0)";
    boolean total = false;
    if (arguments.size() > 2) {
      Term no = arguments.get(2).asVector();
      text += " or (" + no.operand() + " and " + when.operand() + " == 0)";
      total = when.total() && yes.total() && no.total();
    }
    return Term.compound(text, total);
  }
}
