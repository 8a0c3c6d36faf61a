/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import java.util.List;
import java.util.Map;

/** A part of a YAML document that knows its line. Scalars stay text: YAML would read 0x5 as 5. */
public sealed interface Node {

  /** The line it begins on, 1 or more. */
  int line();

  /** What a reader would call it, for a fault's reason. */
  String kind();

  /**
   * A text, a number, a truth value or nothing, as written.
   *
   * @param text what is written, without quotes
   * @param quoted whether it was in quotes, and so a text whatever it looks like
   */
  record Scalar(int line, String text, boolean quoted) implements Node {
    @Override
    public String kind() {
      return isNull()
          ? "nothing"
          : "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
    }

    /** Whether nothing is written. */
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
