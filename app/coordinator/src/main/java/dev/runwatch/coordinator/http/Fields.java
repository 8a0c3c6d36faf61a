/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The fields of a body, checked as they are read. {@code null} counts as left out; a field of a
 * wrong type or range is refused by its name.
 */
final class Fields {

  static final int MAX_NAME = 255;
  static final int MAX_PATH = 4096;
  static final int MAX_TAGS = 100;

  /** What no name may hold: it ends up in environments, logs and mails. */
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

  private final ObjectNode body;
  private final String prefix;

  /** The fields that were asked for: those that mean something. */
  private final Set<String> asked = new TreeSet<>();

  Fields(ObjectNode body) {
    this(body, "");
  }

  private Fields(ObjectNode body, String prefix) {
    this.body = body;
    this.prefix = prefix;
  }

  private @Nullable JsonNode node(String field) {
    asked.add(field);
    JsonNode node = body.get(field);
    return node == null || node.isNull() ? null : node;
  }

  /** A name, or null when left out. */
  @Nullable String optionalName(String field, int max) {
    JsonNode node = node(field);
    return node == null ? null : name(prefix + field, node, max);
  }

  String name(String field, int max) {
    String value = optionalName(field, max);
    if (value == null) {
      throw ApiException.invalidField(prefix + field, "is required: a string");
    }
    return value;
  }

  String name(String field, int max, String otherwise) {
    String value = optionalName(field, max);
    return value == null ? otherwise : value;
  }

  private static String name(String field, JsonNode node, int max) {
    if (!node.isString()) {
      throw ApiException.invalidField(field, "must be a string");
    }
    String value = node.stringValue();
    if (value.isBlank() || value.length() > max || CONTROL.matcher(value).find()) {
      throw ApiException.invalidField(
          field, "must have 1 to " + max + " characters, none a control character, not all blank");
    }
    return value;
  }

  /** Any text, or null when left out. */
  @Nullable String optionalText(String field) {
    JsonNode node = node(field);
    if (node == null) {
      return null;
    }
    if (!node.isString()) {
      throw ApiException.invalidField(prefix + field, "must be a string");
    }
    return node.stringValue();
  }

  String text(String field) {
    String value = optionalText(field);
    if (value == null) {
      throw ApiException.invalidField(prefix + field, "is required: a string");
    }
    return value;
  }

  long integer(String field, long min, long max, long otherwise) {
    JsonNode node = node(field);
    if (node == null) {
      return otherwise;
    }
    if (!node.isIntegralNumber()
        || !node.canConvertToLong()
        || node.longValue() < min
        || node.longValue() > max) {
      throw ApiException.invalidField(
          prefix + field, "must be a whole number from " + min + " to " + max);
    }
    return node.longValue();
  }

  /** Whether a field is true; false if it is left out. */
  boolean flag(String field) {
    JsonNode node = node(field);
    if (node != null && !node.isBoolean()) {
      throw ApiException.invalidField(prefix + field, "must be true or false");
    }
    return node != null && node.booleanValue();
  }

  Set<String> names(String field, Set<String> otherwise) {
    JsonNode node = node(field);
    if (node == null) {
      return otherwise;
    }
    if (!node.isArray() || node.size() > MAX_TAGS) {
      throw ApiException.invalidField(
          prefix + field, "must be a list of at most " + MAX_TAGS + " strings");
    }
    Set<String> names = new LinkedHashSet<>();
    for (JsonNode element : node) {
      names.add(name(prefix + field, element, MAX_NAME));
    }
    return names;
  }

  ObjectNode object(String field) {
    JsonNode node = node(field);
    if (node == null) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.invalidField(prefix + field, "must be an object");
  }

  /**
   * Refuses fields that nobody has asked for: a mistyped demand must not run somewhere else.
   *
   * @param elsewhere fields of other objects, which a client may have put here by mistake
   */
  void refuseOthers(Collection<String> elsewhere) {
    for (String name : body.propertyNames()) {
      if (!asked.contains(name)) {
        Set<String> known = new LinkedHashSet<>();
        asked.forEach(field -> known.add(prefix + field));
        known.addAll(elsewhere);
        String shown = name.length() > MAX_NAME ? name.substring(0, MAX_NAME) + "…" : name;
        throw ApiException.invalidField(
            prefix + shown,
            Suggestion.of(shown, known)
                .map(suggestion -> "is not known; did you mean '" + suggestion + "'?")
                .orElse("is not known; known are " + String.join(", ", known)));
      }
    }
  }

  /** The names of the fields that were asked for, with the name of this object before them. */
  Set<String> names() {
    return asked.stream().map(field -> prefix + field).collect(Collectors.toSet());
  }

  /** The fields of an object within. */
  Fields within(String field) {
    return new Fields(object(field), prefix + field + ".");
  }
}
