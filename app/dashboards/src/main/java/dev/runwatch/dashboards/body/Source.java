/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** JSON with the line of each value, and the faults found in it. Not thread-safe. */
final class Source {

  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Map<String, Integer> lines = new HashMap<>();
  private final List<Fault> faults = new ArrayList<>();
  private JsonNode root = NODES.missingNode();

  private Source() {}

  /** Reads a text. A text that is not JSON, and a key that an object has twice, are faults. */
  static Source of(String text) {
    Source source = new Source();
    try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
      parser.nextToken();
      source.root = source.value(parser, "");
      if (parser.nextToken() != null) {
        source.fault(
            new Place("", parser.currentTokenLocation().getLineNr()),
            "is followed by more text; remove it");
      }
    } catch (JacksonException e) {
      int line = e.getLocation() == null ? 1 : Math.max(1, e.getLocation().getLineNr());
      source.fault(new Place("", line), "is not JSON: " + e.getOriginalMessage());
    }
    return source;
  }

  private JsonNode value(JsonParser parser, String pointer) {
    JsonToken token = parser.currentToken();
    if (token == null) {
      fault(new Place("", 1), "is empty; write at least {\"widgets\": []}");
      return NODES.missingNode();
    }
    lines.put(pointer, parser.currentTokenLocation().getLineNr());
    return switch (token) {
      case START_OBJECT -> object(parser, pointer);
      case START_ARRAY -> array(parser, pointer);
      case VALUE_STRING -> NODES.stringNode(parser.getString());
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      case VALUE_NUMBER_FLOAT -> NODES.numberNode(parser.getDoubleValue());
      case VALUE_TRUE -> NODES.booleanNode(true);
      case VALUE_FALSE -> NODES.booleanNode(false);
      default -> NODES.nullNode();
    };
  }

  private ObjectNode object(JsonParser parser, String pointer) {
    ObjectNode object = NODES.objectNode();
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = parser.currentName();
      String inner = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
      int line = parser.currentTokenLocation().getLineNr();
      if (object.has(key)) {
        fault(
            new Place(inner, line),
            "stands twice in its object, first in line "
                + lines.get(inner)
                + ", and CloudWatch keeps one of them; remove the other");
      }
      parser.nextToken();
      object.set(key, value(parser, inner));
    }
    return object;
  }

  private ArrayNode array(JsonParser parser, String pointer) {
    ArrayNode array = NODES.arrayNode();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      array.add(value(parser, pointer + "/" + array.size()));
    }
    return array;
  }

  /** The whole document. */
  Item root() {
    return new Item(this, "", root);
  }

  Place place(String pointer) {
    return ReadBody.place(pointer, lines);
  }

  Map<String, Integer> lines() {
    return lines;
  }

  void fault(Place place, String message) {
    faults.add(new Fault(place, message));
  }

  /** The faults so far, in the order of the text. */
  List<Fault> faults() {
    return faults;
  }
}
