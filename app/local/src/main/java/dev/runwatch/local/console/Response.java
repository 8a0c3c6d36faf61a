/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import dev.runwatch.common.Json;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An HTTP response. */
@SuppressWarnings("ArrayRecordComponent") // written once and never compared
record Response(int status, String type, byte[] body, Map<String, String> headers) {

  static Response ok(Object body) {
    return json(200, body);
  }

  static Response json(int status, Object body) {
    return json(status, Json.mapper().writeValueAsString(body));
  }

  /** A body that is JSON already. */
  static Response json(int status, String body) {
    return new Response(
        status, "application/json;charset=utf-8", body.getBytes(StandardCharsets.UTF_8), Map.of());
  }

  static Response error(int status, String code, String message, @Nullable String field) {
    return json(status, ErrorBody.of(code, message, field));
  }

  Response withHeader(String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return new Response(status, type, body, all);
  }
}
