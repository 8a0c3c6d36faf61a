/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.yaml.Numbers;
import dev.runwatch.alarms.yaml.Suggestions;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Series as JSON: arrays of numbers, null for a missing one. */
final class JsonSeries {

  private JsonSeries() {}

  /** The points of an array, NaN for a missing one. */
  static double[] points(String name, JsonNode node) {
    if (!node.isArray()) {
      throw new InputException(name + " is not an array of numbers and nulls");
    }
    double[] points = new double[node.size()];
    for (int i = 0; i < points.length; i++) {
      JsonNode item = node.get(i);
      if (!item.isNull() && !item.isNumber()) {
        throw new InputException(name + "[" + i + "] is neither a number nor null");
      }
      points[i] = item.isNull() ? Double.NaN : finite(name + "[" + i + "]", item);
    }
    return points;
  }

  static double finite(String name, JsonNode node) {
    double value = node.doubleValue();
    if (!Double.isFinite(value)) {
      throw new InputException(name + " is not a finite number");
    }
    return value;
  }

  /** The newest points, cut or filled with missing ones at the front to a length. */
  static double[] newest(double[] points, int size) {
    double[] result = new double[size];
    Arrays.fill(result, Double.NaN);
    int count = Math.min(size, points.length);
    System.arraycopy(points, points.length - count, result, size - count, count);
    return result;
  }

  /** The points as JSON. */
  static String json(double[] points) {
    StringBuilder json = new StringBuilder("[");
    for (int i = 0; i < points.length; i++) {
      json.append(i == 0 ? "" : ",");
      // Adding 0 makes -0 an ordinary zero.
      json.append(Double.isNaN(points[i]) ? "null" : Numbers.format(points[i] + 0.0));
    }
    return json.append("]").toString();
  }

  /** Refuses every field of an object that is not one of the known ones. */
  static void refuseOthers(JsonNode object, List<String> known) {
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      if (!known.contains(entry.getKey())) {
        throw new InputException(
            "'"
                + entry.getKey()
                + "' is not a known field: "
                + Suggestions.nearest(entry.getKey(), known)
                    .map(near -> "did you mean " + near + "?")
                    .orElse("give " + String.join(", ", known)));
      }
    }
  }

  /** A field, or empty where it is absent or null. */
  static Optional<JsonNode> field(JsonNode object, String name) {
    JsonNode node = object.get(name);
    return node == null || node.isNull() ? Optional.empty() : Optional.of(node);
  }

  /** A whole number of a range, or a default where it is absent. */
  static int integer(JsonNode object, String name, int absent, int least, int most) {
    Optional<JsonNode> node = field(object, name);
    if (node.isEmpty()) {
      return absent;
    }
    double value = node.get().isNumber() ? node.get().doubleValue() : Double.NaN;
    if (value != Math.rint(value) || value < least || value > most) {
      throw new InputException(name + " is not a whole number from " + least + " to " + most);
    }
    return (int) value;
  }

  /** A time, or a default where it is absent. */
  static Instant time(JsonNode object, String name, Instant absent) {
    Optional<JsonNode> node = field(object, name);
    if (node.isEmpty()) {
      return absent;
    }
    try {
      return Instant.parse(node.get().isString() ? node.get().stringValue() : "");
    } catch (DateTimeException e) {
      throw new InputException(name + " is not a time such as 2026-01-05T09:00:00Z");
    }
  }
}
