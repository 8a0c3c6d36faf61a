/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that is answered with an error. The body is the same for every error. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final String code;
  private final @Nullable String field;

  ApiException(int status, String code, String message) {
    this(status, code, message, null);
  }

  private ApiException(int status, String code, String message, @Nullable String field) {
    super(message, null, false, false);
    this.status = status;
    this.code = code;
    this.field = field;
  }

  static ApiException invalidField(String field, String allowed) {
    return new ApiException(422, "invalid_field", field + " " + allowed, field);
  }

  static ApiException malformed(String message) {
    return new ApiException(400, "malformed_json", message);
  }

  int status() {
    return status;
  }

  String body() {
    return body(code, String.valueOf(getMessage()), field);
  }

  static String body(String code, String message, @Nullable String field) {
    Map<String, Object> error = new LinkedHashMap<>();
    error.put("code", code);
    error.put("message", message);
    if (field != null) {
      error.put("field", field);
    }
    return Json.write(Map.of("error", error));
  }
}
