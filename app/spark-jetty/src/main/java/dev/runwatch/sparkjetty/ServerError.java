/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

/** The errors that the server finds itself, with their statuses. */
public enum ServerError {
  /** The bytes are no HTTP request, or its body ends early. */
  BAD_REQUEST(400),
  /** No route has the path. */
  NOT_FOUND(404),
  /** A route has the path, with another method. */
  METHOD_NOT_ALLOWED(405),
  /** The body arrives too slowly. */
  TOO_SLOW(408),
  /** The body is too large. */
  TOO_LARGE(413),
  /** The server failed, or has no memory left for another body. */
  UNAVAILABLE(503);

  private final int status;

  ServerError(int status) {
    this.status = status;
  }

  /** The status of the response. */
  public int status() {
    return status;
  }
}
