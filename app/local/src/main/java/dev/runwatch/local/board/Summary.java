/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.board;

import dev.runwatch.alarms.yaml.Numbers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The dynamic parts of labels that are made of the values of a line. */
final class Summary {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);

  /** The word of a label beside which CloudWatch knows the time of a value. */
  private static final String OF_TIME = "_TIME";

  private final @Nullable Double[] values;
  private final Grid grid;

  Summary(@Nullable Double[] values, Grid grid) {
    this.values = values;
    this.grid = grid;
  }

  /** A part such as {@code MAX} or {@code LAST_TIME}; an unknown one as it was written. */
  String text(String name) {
    if (name.equals("DATAPOINT_COUNT")) {
      return Long.toString(known().count());
    }
    if (known().findAny().isEmpty()) {
      return "–";
    }
    if (name.endsWith(OF_TIME)) {
      String of = name.substring(0, name.length() - OF_TIME.length());
      return at(of) < 0 ? "${" + name + "}" : TIME.format(time(at(of)));
    }
    return switch (name) {
      case "AVG" -> number(known().average().orElse(0));
      case "SUM" -> number(known().sum());
      case "MIN", "MAX", "FIRST", "LAST" -> number(Objects.requireNonNull(values[at(name)]));
      case "MINMAX_RANGE" -> number(known().max().orElse(0) - known().min().orElse(0));
      default -> "${" + name + "}";
    };
  }

  /** The index of the value that a word means, or -1. */
  private int at(String name) {
    return switch (name) {
      case "FIRST" -> index(i -> true, /* last= */ false);
      case "LAST" -> index(i -> true, /* last= */ true);
      case "MIN" -> index(i -> is(i, known().min().orElse(0)), /* last= */ true);
      case "MAX" -> index(i -> is(i, known().max().orElse(0)), /* last= */ true);
      default -> -1;
    };
  }

  private boolean is(int index, double value) {
    return Objects.equals(values[index], value);
  }

  private int index(IntPredicate wanted, boolean last) {
    int[] found =
        IntStream.range(0, values.length)
            .filter(i -> values[i] != null && wanted.test(i))
            .toArray();
    return found[last ? found.length - 1 : 0];
  }

  private Instant time(int index) {
    return Instant.ofEpochSecond(grid.start() + index * grid.step());
  }

  private DoubleStream known() {
    return Arrays.stream(values).filter(Objects::nonNull).mapToDouble(Double::doubleValue);
  }

  /** Three significant digits, as a chart needs them. */
  private static String number(double value) {
    if (value == 0 || Math.abs(value) >= 1000) {
      return Numbers.format(Math.rint(value));
    }
    double unit = Math.pow(10, Math.floor(Math.log10(Math.abs(value))) - 2);
    return Numbers.format(Math.rint(Math.rint(value / unit) * unit * 1e9) / 1e9);
  }
}
