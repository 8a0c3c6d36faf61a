/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import com.fasterxml.jackson.annotation.JsonInclude;
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
    return Json.write(new ErrorBody(new ErrorBody.Detail(code, message, field)));
  }

  /** The body of every error. */
  private record ErrorBody(Detail error) {

    /** What is wrong; the field is left out when it is none. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Detail(String code, String message, @Nullable String field) {}
  }
}
