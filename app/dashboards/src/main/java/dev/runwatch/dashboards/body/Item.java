/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import dev.runwatch.alarms.yaml.Suggestions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One value of a body. A value of the wrong kind is a fault, and a default takes its place. */
final class Item {

  private final Source source;
  private final String pointer;
  private final JsonNode node;

  Item(Source source, String pointer, JsonNode node) {
    this.source = source;
    this.pointer = pointer;
    this.node = node;
  }

  JsonNode node() {
    return node;
  }

  Place place() {
    return source.place(pointer);
  }

  boolean present() {
    return !node.isMissingNode();
  }

  boolean isObject() {
    return node.isObject();
  }

  boolean isText() {
    return node.isString();
  }

  /** The member of that name, perhaps missing. */
  Item at(String name) {
    return new Item(source, pointer + "/" + name, node.path(name));
  }

  /** The element at that index, perhaps missing. */
  Item at(int index) {
    return new Item(source, pointer + "/" + index, node.path(index));
  }

  void fault(String message) {
    source.fault(place(), message);
  }

  /** Reports members that CloudWatch does not know. Nothing is known of another kind of value. */
  Item knowing(String... names) {
    List<String> known = Arrays.asList(names);
    for (String name : node.propertyNames()) {
      if (!known.contains(name)) {
        at(name)
            .fault(
                "is not a property that CloudWatch knows here"
                    + Suggestions.nearest(name, known)
                        .map(it -> "; did you mean " + it + "?")
                        .orElse("; remove it, or use one of " + String.join(", ", known)));
      }
    }
    return this;
  }

  /** Whether it is an object; a fault if it is something else or is required and missing. */
  boolean object(boolean required) {
    if (present() ? !node.isObject() : required) {
      fault(present() ? "must be an object" : "is required; add it");
    }
    return node.isObject();
  }

  /** The elements; a fault if it is no array, or has fewer or more elements. */
  List<Item> list(int least, int most, String what) {
    if (present() && !(node.isArray() && node.size() >= least && node.size() <= most)) {
      String range = least == 0 ? "at most " + most : least + " to " + most;
      fault(
          "must be a list of "
              + (least == most ? most : range)
              + " "
              + what
              + (node.isArray() ? "; it has " + node.size() : ""));
    }
    List<Item> items = new ArrayList<>();
    for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
      items.add(at(i));
    }
    return items;
  }

  /** A text, or null where it is missing or something else. */
  @Nullable String text() {
    if (present() && !node.isString()) {
      fault("must be a text in quotes");
    }
    return node.isString() ? node.asString() : null;
  }

  String text(String fallback) {
    String text = text();
    return text == null ? fallback : text;
  }

  /** A text, number or truth value as a text; empty for anything else. */
  String scalar() {
    return node.isValueNode() && !node.isNull() ? node.asString("") : "";
  }

  /** A text that must not be missing or empty. */
  String requiredText(String hint) {
    String text = text("");
    if (text.isEmpty() && (!present() || node.isString())) {
      fault("is required; " + hint);
    }
    return text;
  }

  /** A text of that form, or null. */
  @Nullable String text(Pattern form, String mustBe) {
    String text = text();
    if (text != null && !form.matcher(text).matches()) {
      fault("'" + text + "' must be " + mustBe);
      return null;
    }
    return text;
  }

  boolean flag(boolean fallback) {
    if (present() && !node.isBoolean()) {
      fault("must be true or false, without quotes");
    }
    return node.isBoolean() ? node.asBoolean() : fallback;
  }

  /** A number, or null where it is missing or something else. */
  @Nullable Double number() {
    if (present() && !node.isNumber()) {
      fault("must be a number, without quotes");
    }
    return node.isNumber() ? node.asDouble() : null;
  }

  int integer(int least, int most, int fallback) {
    if (!present()) {
      return fallback;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt() || !within(least, most)) {
      fault(
          "must be a whole number "
              + (most == Integer.MAX_VALUE ? "from " + least : least + " to " + most));
      return fallback;
    }
    return node.asInt();
  }

  private boolean within(int least, int most) {
    return node.asInt() >= least && node.asInt() <= most;
  }

  /** One of the words of an enum. */
  <E extends Enum<E> & Word> E word(Class<E> type, E fallback) {
    return word(Arrays.asList(type.getEnumConstants()), fallback);
  }

  /** One of those words. */
  <E extends Word> E word(List<E> allowed, E fallback) {
    String text = text();
    if (text == null) {
      return fallback;
    }
    List<String> words = allowed.stream().map(Word::word).toList();
    for (E constant : allowed) {
      if (constant.word().equals(text)) {
        return constant;
      }
    }
    fault(
        "'"
            + text
            + "' must be one of "
            + String.join(", ", words)
            + Suggestions.nearest(text, words).map(it -> "; did you mean " + it + "?").orElse(""));
    return fallback;
  }
}
