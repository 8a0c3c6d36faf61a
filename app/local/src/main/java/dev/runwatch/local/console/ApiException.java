/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

/** Ends a request with an error response. */
final class ApiException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Response response;

  private ApiException(Response response) {
    super("status " + response.status(), null, false, false);
    this.response = response;
  }

  static ApiException invalidField(String field, String allowed) {
    return new ApiException(
        Response.error(422, "invalid_field", field + " must be " + allowed, field));
  }

  static ApiException notFound(String message) {
    return new ApiException(Response.error(404, "not_found", message, null));
  }

  static ApiException methodNotAllowed(String allowed) {
    return new ApiException(
        Response.error(405, "method_not_allowed", "this path takes " + allowed + " only", null)
            .withHeader("Allow", allowed));
  }

  Response response() {
    return response;
  }
}
