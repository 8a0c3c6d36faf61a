/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** An answer of the console. */
@SuppressWarnings("ArrayRecordComponent") // written once and never compared
record Response(int status, String type, byte[] body, Map<String, String> headers) {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  static Response json(int status, Object value) {
    byte[] body = JSON.writeValueAsString(value).getBytes(StandardCharsets.UTF_8);
    return new Response(status, "application/json;charset=utf-8", body, Map.of());
  }

  static Response error(int status, String code, String message, @Nullable String field) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    if (field != null) {
      error.put("field", field);
    }
    return json(status, Map.of("error", error));
  }

  Response with(String header, String value) {
    return new Response(status, type, body, Map.of(header, value));
  }
}
