/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

/** Takes requests that are answered later. Runs on a thread that it may block. */
@FunctionalInterface
public interface DeferredHandler {

  /**
   * Takes a request. It stays open, without a thread, until the exchange is answered.
   *
   * @throws Exception any failure; {@link ErrorResponses} makes a response of it, unless the
   *     exchange has been answered
   */
  void handle(Request request, Exchange exchange) throws Exception;
}
