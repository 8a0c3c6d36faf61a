/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A node of a YAML document with its line. Scalars stay strings: YAML would read 0x5 as 5. */
public sealed interface Node {

  /** The line on which it begins, 1 or more; 0 where it comes from no file. */
  int line();

  /**
   * The node of a value that comes from no file, such as an answer of an API.
   *
   * @param value maps with text keys, lists, texts, numbers and truth values
   */
  static Node of(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<String, Node> entries = new LinkedHashMap<>();
      map.forEach((key, entry) -> entries.put(String.valueOf(key), of(entry)));
      return new Mapping(0, entries, Map.of());
    }
    if (value instanceof List<?> list) {
      return new Sequence(0, list.stream().map(Node::of).toList());
    }
    String text =
        value instanceof Number number ? Numbers.format(number.doubleValue()) : value.toString();
    return new Scalar(0, text, value instanceof String);
  }

  /** A description for a message, such as {@code a list}. */
  String kind();

  /**
   * A string, a number, a truth value or nothing, as written.
   *
   * @param text the text, without quotes
   * @param quoted whether it was in quotes, which makes it a string
   */
  record Scalar(int line, String text, boolean quoted) implements Node {
    @Override
    public String kind() {
      return isNull()
          ? "nothing"
          : "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
    }

    /** Whether it is empty, {@code ~} or {@code null}, without quotes. */
    public boolean isNull() {
      return !quoted && (text.isEmpty() || text.equals("~") || text.equals("null"));
    }
  }

  /** A list. */
  record Sequence(int line, List<Node> items) implements Node {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * Keys with values, in the order of the file.
   *
   * @param keyLines the line of every key
   */
  record Mapping(int line, Map<String, Node> entries, Map<String, Integer> keyLines)
      implements Node {
    @Override
    public String kind() {
      return "a mapping";
    }
  }
}
