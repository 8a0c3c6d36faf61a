/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

/** The HTTP methods that a route may have. {@code HEAD} is derived from {@code GET}. */
public enum Method {
  GET,
  POST,
  PUT,
  PATCH,
  DELETE;

  /** Whether a request with this method has a body that its route reads. */
  boolean hasBody() {
    return this == POST || this == PUT || this == PATCH;
  }
}
