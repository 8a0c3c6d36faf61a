/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.math;

import dev.runwatch.alarms.math.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits an expression into tokens. */
final class Tokenizer {

  private static final Pattern TOKEN =
      Pattern.compile(
          "(?<number>(?:\\d+(?:\\.\\d*)?|\\.\\d+)(?:[eE][-+]?\\d{1,3})?)"
              + "|(?<text>\"[^\"]*+\"|'[^']*+')"
              + "|(?<id>[a-z][a-zA-Z0-9_]*+)"
              + "|(?<name>[A-Z][a-zA-Z0-9_]*+)"
              + "|(?<symbol>==|!=|<=|>=|&&|\\|\\||[-+*/^()\\[\\],<>])");

  private Tokenizer() {}

  static List<Token> tokens(String expression) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(expression);
    int at = 0;
    while (true) {
      while (at < expression.length() && Character.isWhitespace(expression.charAt(at))) {
        at++;
      }
      if (at == expression.length()) {
        tokens.add(new Token(Kind.END, "the end", at + 1));
        return tokens;
      }
      if (!matcher.region(at, expression.length()).lookingAt()) {
        throw new MathException(unreadable(expression, at));
      }
      tokens.add(token(matcher, at + 1));
      at = matcher.end();
    }
  }

  private static Token token(Matcher matcher, int position) {
    String text = matcher.group();
    if (matcher.group("number") != null) {
      return new Token(Kind.NUMBER, text, position);
    }
    if (matcher.group("text") != null) {
      return new Token(Kind.TEXT, text.substring(1, text.length() - 1), position);
    }
    if (matcher.group("id") != null) {
      return new Token(Kind.ID, text, position);
    }
    if (matcher.group("name") != null) {
      return switch (text) {
        case "AND", "OR" -> new Token(Kind.SYMBOL, text, position);
        default -> new Token(Kind.NAME, text, position);
      };
    }
    return switch (text) {
      case "&&" -> new Token(Kind.SYMBOL, "AND", position);
      case "||" -> new Token(Kind.SYMBOL, "OR", position);
      default -> new Token(Kind.SYMBOL, text, position);
    };
  }

  private static String unreadable(String expression, int at) {
    char c = expression.charAt(at);
    return switch (c) {
      case '=' -> "'=' at character " + (at + 1) + " is not an operator: write ==";
      case '"', '\'' -> "the quoted text at character " + (at + 1) + " is not closed";
      default -> "unexpected '" + c + "' at character " + (at + 1);
    };
  }
}
