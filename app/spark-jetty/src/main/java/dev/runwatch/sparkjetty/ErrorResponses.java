/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

/** Makes the responses of requests that fail. Safe for use by many threads; must not block. */
public interface ErrorResponses {

  /** The response to an error that the server found. Its status is that of the error. */
  Response of(ServerError error);

  /** The response to a request whose route's handler has failed. */
  Response of(Route route, Exception failure);
}
