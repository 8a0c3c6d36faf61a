/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import dev.runwatch.alarms.yaml.Numbers;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A property's value as texts by path, in which the order of what has no order does not matter:
 * dimensions, tags, actions, and the entries of {@code Metrics}.
 */
final class PropertyTexts {

  private PropertyTexts() {}

  /** The texts below a path; nothing for an absent value and for an empty list. */
  static Map<String, String> of(String path, @Nullable Object value) {
    Map<String, String> texts = new TreeMap<>();
    put(texts, path, value);
    return texts;
  }

  private static void put(Map<String, String> texts, String path, @Nullable Object value) {
    if (value instanceof Map<?, ?> fields) {
      fields.forEach((key, field) -> put(texts, path + "." + key, field));
    } else if (value instanceof List<?> list) {
      putList(texts, path, list);
    } else if (value != null) {
      texts.put(path, text(value));
    }
  }

  private static void putList(Map<String, String> texts, String path, List<?> list) {
    if (list.isEmpty()) {
      return;
    }
    if (list.stream().allMatch(it -> it instanceof Map<?, ?> entry && entry.containsKey("Id"))) {
      for (Object item : list) {
        Map<String, Object> query = fields(item);
        query.putIfAbsent("ReturnData", true);
        put(texts, path + "." + query.remove("Id"), query);
      }
    } else if (list.stream()
        .allMatch(it -> it instanceof Map<?, ?> tag && tag.containsKey("Key"))) {
      for (Object item : list) {
        Map<String, Object> tag = fields(item);
        texts.put(path + "." + tag.get("Key"), String.valueOf(tag.get("Value")));
      }
    } else if (list.stream().allMatch(it -> it instanceof Map)) {
      Map<String, String> dimensions = new TreeMap<>();
      for (Object item : list) {
        Map<String, Object> dimension = fields(item);
        dimensions.put(
            String.valueOf(dimension.get("Name")), String.valueOf(dimension.get("Value")));
      }
      texts.put(path, dimensions.toString());
    } else {
      texts.put(
          path, list.stream().map(PropertyTexts::text).sorted().collect(Collectors.joining(", ")));
    }
  }

  private static Map<String, Object> fields(Object item) {
    Map<String, Object> fields = new TreeMap<>();
    ((Map<?, ?>) item).forEach((key, value) -> fields.put(String.valueOf(key), value));
    return fields;
  }

  private static String text(Object value) {
    return value instanceof Number number
        ? Numbers.format(number.doubleValue())
        : String.valueOf(value);
  }
}
