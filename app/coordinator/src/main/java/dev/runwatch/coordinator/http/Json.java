/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.sparkjetty.Response;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Bodies as JSON. */
final class Json {

  /** How deep objects and arrays of a body may nest. */
  static final int MAX_DEPTH = 100;

  private static final String CONTENT_TYPE = "application/json;charset=utf-8";

  private static final JsonMapper MAPPER =
      dev.runwatch.common.Json.exact(
          StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build());

  private Json() {}

  static String write(Object value) {
    return MAPPER.writeValueAsString(value);
  }

  static Response response(int status, String json) {
    return Response.of(status, CONTENT_TYPE, json.getBytes(StandardCharsets.UTF_8));
  }

  static Response ok() {
    return response(200, "{\"ok\":true}");
  }

  /** The field of the outermost object in which the first number is that no decimal can hold. */
  private static String fieldOfHugeNumber(String text) {
    String field = "body";
    try (JsonParser parser = MAPPER.createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.PROPERTY_NAME && parser.streamReadContext().getNestingDepth() == 1) {
          field = parser.currentName();
        } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
          parser.getDecimalValue();
        }
      }
    } catch (JacksonException | NumberFormatException | ArithmeticException e) {
      return field;
    }
    return field;
  }

  /**
   * @throws ApiException 400 if the bytes are not UTF-8, not JSON, nested too deep or no object;
   *     422 for a number whose exponent is too large
   */
  static ObjectNode readObject(byte[] body) {
    String text;
    try {
      text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(body))
              .toString();
    } catch (CharacterCodingException e) {
      throw ApiException.malformed("the body is not UTF-8");
    }
    if (text.isBlank()) {
      throw ApiException.malformed("the body is empty; a JSON object is needed");
    }
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (JacksonException e) {
      throw ApiException.malformed("the body is not JSON: " + e.getOriginalMessage());
    } catch (NumberFormatException | ArithmeticException e) {
      throw ApiException.invalidField(
          fieldOfHugeNumber(text), "has a number of too large exponent");
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.malformed("the body is not a JSON object");
  }
}
