/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import java.util.List;
import java.util.Map;

/** A node of a YAML document with its line. Scalars stay strings: YAML would read 0x5 as 5. */
public sealed interface Node {

  /** The line on which it begins, 1 or more. */
  int line();

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
