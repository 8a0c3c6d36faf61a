/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.math.Fold;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Translates metric math into PromQL with CloudWatch's rules for missing data: a missing operand
 * counts as 0 if the other one is there, a division by 0 has no result, and a condition that is
 * missing has none either. Metrics of one service are on one page: they are there or missing
 * together.
 */
final class PromQlFold implements Fold<Term> {

  /** Each comparison with its opposite. */
  private static final Map<String, String> OPPOSITES =
      Map.of("==", "!=", "!=", "==", "<", ">=", ">=", "<", ">", "<=", "<=", ">");

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
    return Term.compound(String.join(" or ", parts), total, "");
  }

  @Override
  public Term negation(Term operand) {
    return new Term(
        "-" + operand.operand(),
        operand.scalar(),
        operand.total(),
        /* simple= */ false,
        operand.source(),
        null);
  }

  @Override
  public Term binary(String symbol, Term left, Term right) {
    if (symbol.equals("AND") || symbol.equals("OR")) {
      return logical(symbol, left, right);
    }
    boolean compares = OPPOSITES.containsKey(symbol);
    String first = filled(left, right);
    String second = filled(right, left);
    if (symbol.equals("/") && !right.scalar()) {
      second = "(" + (right.simple() ? second : right.text()) + " != 0)";
    }
    return new Term(
        first + " " + symbol + (compares ? " bool " : " ") + second,
        left.scalar() && right.scalar(),
        left.total() && right.total() && !symbol.equals("/"),
        /* simple= */ false,
        left.sourceWith(right),
        compares && !left.scalar()
            ? new Term.Condition(
                first + " " + symbol + " " + second,
                first + " " + OPPOSITES.get(symbol) + " " + second)
            : null);
  }

  private static Term logical(String symbol, Term left, Term right) {
    String a = "(" + filled(left, right) + " != bool 0)";
    String b = "(" + filled(right, left) + " != bool 0)";
    return Term.compound(
        symbol.equals("AND") ? a + " * " + b : "(" + a + " + " + b + ") > bool 0",
        left.total() && right.total(),
        left.sourceWith(right));
  }

  /** An operand that is 0 where it is missing and the other one is there. */
  private static String filled(Term term, Term other) {
    boolean together = !term.source().isEmpty() && term.source().equals(other.source());
    boolean alone = term.total() || other.scalar() || together || term.text().equals(other.text());
    return alone ? term.operand() : "(" + term.operand() + " or " + other.operand() + " * 0)";
  }

  @Override
  public Term call(String function, List<Term> arguments) {
    Term first = arguments.get(0);
    if (EACH.containsKey(function)) {
      String text = EACH.get(function) + "(" + first.asVector().text() + ")";
      return Term.call(text, first.total(), first.source());
    }
    if (ACROSS.containsKey(function) && first.text().startsWith("label_replace(")) {
      return Term.call(ACROSS.get(function) + "(" + first.text() + ")", first.total(), "");
    }
    if (function.equals("FILL") && arguments.get(1).scalar()) {
      String text = first.operand() + " or " + arguments.get(1).asVector().text();
      return Term.compound(text, /* total= */ true, "");
    }
    if (function.equals("IF")) {
      return choice(first, arguments);
    }
    throw new UnsupportedExportException(function + " has no counterpart in PromQL");
  }

  private static Term choice(Term condition, List<Term> arguments) {
    Term when = condition.asVector();
    Term.Condition filter = when.condition();
    String holds = filter == null ? when.operand() + " != 0" : filter.holds();
    String fails = filter == null ? when.operand() + " == 0" : filter.fails();
    Term yes = arguments.get(1).asVector();
    String text = "(" + filled(yes, when) + " and " + holds + ")";
    boolean total = false;
    if (arguments.size() > 2) {
      Term no = arguments.get(2).asVector();
      text += " or (" + no.operand() + " and " + fails + ")";
      total = when.total() && yes.total() && no.total();
    }
    return Term.compound(text, total, when.source());
  }
}
