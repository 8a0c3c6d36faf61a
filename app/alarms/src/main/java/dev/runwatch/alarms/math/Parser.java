/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import dev.runwatch.alarms.math.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Parses by precedence climbing. Length and depth are bounded, so any input is safe. */
final class Parser {

  /** The longest expression that CloudWatch accepts, in characters. */
  static final int MAX_LENGTH = 2048;

  private static final int MAX_DEPTH = 100;

  private final List<Token> tokens;
  private int next;
  private int depth;

  private Parser(List<Token> tokens) {
    this.tokens = tokens;
  }

  static Node parse(String expression) {
    if (expression.isBlank()) {
      throw new MathException("the expression is empty");
    }
    if (expression.length() > MAX_LENGTH) {
      throw new MathException(
          "the expression has "
              + expression.length()
              + " characters: CloudWatch accepts "
              + MAX_LENGTH);
    }
    Parser parser = new Parser(Tokenizer.tokens(expression));
    Node node = parser.expression(0);
    Token rest = parser.peek();
    if (rest.kind() != Kind.END) {
      throw unexpected(rest, "an operator or the end");
    }
    return node;
  }

  private Node expression(int binding) {
    enter();
    Node left = operand();
    while (true) {
      Optional<Operator> operator = operator(peek());
      if (operator.isEmpty() || operator.get().binding < binding) {
        depth--;
        return left;
      }
      next++;
      // All operators but the power are left-associative.
      int right = operator.get().binding + (operator.get() == Operator.POWER ? 0 : 1);
      left = new Node.Binary(operator.get(), left, expression(right));
    }
  }

  private Node operand() {
    Token token = tokens.get(next++);
    return switch (token.kind()) {
      case NUMBER -> new Node.Literal(Double.parseDouble(token.text()));
      case TEXT -> new Node.Text(token.text());
      case ID -> id(token);
      case NAME -> name(token);
      case SYMBOL -> symbol(token);
      case END -> throw unexpected(token, "a value");
    };
  }

  private Node id(Token token) {
    if (peek().is("(")) {
      throw new MathException(
          "'" + token.text() + "' is not a function: functions are written in capitals");
    }
    return new Node.Id(token.text());
  }

  private Node name(Token token) {
    if (peek().is("(")) {
      next++;
      return new Node.Call(token.text(), list(")"));
    }
    return new Node.Word(token.text());
  }

  private Node symbol(Token token) {
    if (token.is("(")) {
      Node inner = expression(0);
      expect(")");
      return inner;
    }
    if (token.is("[")) {
      return new Node.Array(list("]"));
    }
    if (token.is("-")) {
      return new Node.Negation(expression(Operator.SIGN_BINDING));
    }
    throw unexpected(token, "a value");
  }

  private List<Node> list(String end) {
    List<Node> items = new ArrayList<>();
    if (peek().is(end)) {
      next++;
      return items;
    }
    while (true) {
      items.add(expression(0));
      if (peek().is(",")) {
        next++;
      } else {
        expect(end);
        return items;
      }
    }
  }

  private void expect(String symbol) {
    Token token = tokens.get(next++);
    if (!token.is(symbol)) {
      throw unexpected(token, "'" + symbol + "'");
    }
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new MathException("the expression is nested deeper than " + MAX_DEPTH + " levels");
    }
  }

  private Token peek() {
    return tokens.get(next);
  }

  private static Optional<Operator> operator(Token token) {
    if (token.kind() == Kind.SYMBOL) {
      for (Operator operator : Operator.values()) {
        if (operator.symbol.equals(token.text())) {
          return Optional.of(operator);
        }
      }
    }
    return Optional.empty();
  }

  private static MathException unexpected(Token token, String wanted) {
    String found =
        token.kind() == Kind.END ? "the end of the expression" : "'" + token.text() + "'";
    return new MathException(
        "expected " + wanted + " at character " + token.position() + ", found " + found);
  }
}
