/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A parameter of a run that an executor gets as an environment variable.
 *
 * @param name the name in the run's {@code parameters}
 * @param variable the environment variable
 * @param kind the type and range that it must have
 * @param whenMissing the value of a missing parameter; {@code null} if the parameter is required
 */
record Parameter(String name, String variable, Kind kind, @Nullable String whenMissing) {

  /**
   * The most bytes of an encoded value. Linux refuses to start a process with a string of 128 KiB
   * or more (MAX_ARG_STRLEN).
   */
  static final int MOST_BYTES = 120_000;

  private static final BigDecimal MOST_SECONDS = BigDecimal.valueOf(31_536_000);

  enum Kind {
    TEXT,
    SECONDS
  }

  static Parameter text(String name, String variable) {
    return new Parameter(name, variable, Kind.TEXT, null);
  }

  static Parameter optionalText(String name, String variable, String whenMissing) {
    return new Parameter(name, variable, Kind.TEXT, whenMissing);
  }

  static Parameter seconds(String name, String variable) {
    return new Parameter(name, variable, Kind.SECONDS, null);
  }

  /**
   * Reads the value from the parameters of a run.
   *
   * @return the value of the environment variable, plain ASCII; texts are for {@code printf %b}
   * @throws InvalidRunException if the value is missing, of the wrong type, or too long
   */
  String valueIn(JsonNode parameters) throws InvalidRunException {
    JsonNode value = parameters.path(name);
    if (value.isMissingNode() || value.isNull()) {
      if (whenMissing == null) {
        throw new InvalidRunException("parameters." + name + " is missing: it must be " + wanted());
      }
      return encoded(whenMissing);
    }
    return switch (kind) {
      case TEXT -> encoded(textOf(value));
      case SECONDS -> secondsOf(value);
    };
  }

  private String textOf(JsonNode value) throws InvalidRunException {
    if (value.isContainer()) {
      throw unfit(value);
    }
    String text = value.asString();
    if (text.indexOf('\0') >= 0) {
      throw new InvalidRunException("parameters." + name + " must not contain the character NUL");
    }
    return text;
  }

  private String secondsOf(JsonNode value) throws InvalidRunException {
    if (!value.isNumber()) {
      throw unfit(value);
    }
    BigDecimal seconds = value.decimalValue();
    if (seconds.signum() < 0 || seconds.compareTo(MOST_SECONDS) > 0) {
      throw unfit(value);
    }
    // A number like 1e-999999999 would else be a gigabyte of zeros.
    return seconds.scale() > 9
        ? seconds.setScale(9, RoundingMode.HALF_UP).toPlainString()
        : seconds.toPlainString();
  }

  /**
   * Escapes all characters but plain ASCII. The Java runtime encodes the environment of a process
   * in the charset of the locale, which replaces them by question marks in the locale C.
   */
  private String encoded(String text) throws InvalidRunException {
    StringBuilder out = new StringBuilder(text.length() + 16);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (b < 0 || b == '\\') {
        out.append(String.format(Locale.ROOT, "\\0%03o", b & 0xff));
      } else {
        out.append((char) b);
      }
      if (out.length() > MOST_BYTES) {
        throw new InvalidRunException(
            "parameters."
                + name
                + " is too long: at most "
                + MOST_BYTES
                + " bytes are allowed, of which one outside ASCII and a backslash count five");
      }
    }
    return out.toString();
  }

  private InvalidRunException unfit(JsonNode value) {
    String text = value.toString();
    return new InvalidRunException(
        "parameters."
            + name
            + " must be "
            + wanted()
            + ", is "
            + (text.length() > 100 ? text.substring(0, 100) + "…" : text));
  }

  private String wanted() {
    return switch (kind) {
      case TEXT -> "a string";
      case SECONDS -> "a number of seconds from 0 to " + MOST_SECONDS;
    };
  }
}
