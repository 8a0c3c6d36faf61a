/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

/** Answers requests at once. Runs on a thread that it may block. */
@FunctionalInterface
public interface Handler {

  /**
   * The response to a request.
   *
   * @throws Exception any failure; {@link ErrorResponses} makes a response of it
   */
  Response handle(Request request) throws Exception;
}
