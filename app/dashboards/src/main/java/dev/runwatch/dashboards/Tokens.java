/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import java.util.Map;
import java.util.Optional;

/** The tokens of a dashboard body, such as {@code @@region@@} and {@code @@alarm.NAME@@}. */
final class Tokens {

  static final String REGION = "@@region@@";
  static final String ENVIRONMENT = "@@environment@@";
  static final String NAMESPACE = "@@namespace@@";

  private static final String RUNBOOK = "@@runbook.";
  private static final String ALARM = "@@alarm.";
  private static final String THRESHOLD = "@@threshold.";
  private static final String END = "@@";

  private Tokens() {}

  static String alarm(String name) {
    return ALARM + name + END;
  }

  static String threshold(String name) {
    return THRESHOLD + name + END;
  }

  /** The token for the address of an alarm's runbook. */
  static String runbook(String name) {
    return RUNBOOK + name + END;
  }

  /** The alarm's name if the whole text is a token for an alarm's ARN. */
  static Optional<String> alarmOf(String text) {
    return name(text, ALARM);
  }

  /** The alarm's name if the whole text is a token for an alarm's threshold. */
  static Optional<String> thresholdOf(String text) {
    return name(text, THRESHOLD);
  }

  private static Optional<String> name(String text, String prefix) {
    return text.startsWith(prefix) && text.endsWith(END)
        ? Optional.of(text.substring(prefix.length(), text.length() - END.length()))
        : Optional.empty();
  }

  /**
   * Replaces tokens in a text.
   *
   * @throws IllegalArgumentException if a token is left over
   */
  static String replaceAll(String text, Map<String, String> values) {
    String replaced = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      replaced = replaced.replace(value.getKey(), value.getValue());
    }
    int left = replaced.indexOf(END);
    if (left >= 0) {
      int end = Math.max(replaced.indexOf(END, left + END.length()), left) + END.length();
      throw new IllegalArgumentException(
          "the dashboard's token " + replaced.substring(left, end) + " has no value");
    }
    return replaced;
  }
}
