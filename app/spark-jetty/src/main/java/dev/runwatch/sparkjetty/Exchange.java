/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The handle of a request that is answered later. Safe for use by many threads; no method blocks.
 */
public interface Exchange {

  /**
   * Answers the request, unless it has been answered or its connection has failed.
   *
   * @return whether this call answers the request
   */
  boolean respond(Response response);

  /**
   * As {@link #respond(Response)}, with a report.
   *
   * @param outcome gets true once the response is written, or false if it cannot be; called once,
   *     on a thread that it may block, and only if this call answers the request. A response that
   *     is written may still be lost on its way.
   */
  boolean respond(Response response, Consumer<Boolean> outcome);

  /**
   * Answers the request with status 200 and a body that is written piece by piece.
   *
   * @throws IllegalStateException if the request has been answered or its connection has failed
   */
  ResponseStream stream(String contentType, Map<String, String> headers);

  /**
   * Runs an action after a time, on a thread that it may block, unless the exchange is over by
   * then. One action per exchange; a second call replaces the first one's.
   */
  void after(Duration time, Runnable action);

  /**
   * Runs an action once the exchange is over: its response is written, or its connection has
   * failed. Runs it soon if that is so already, in any case on a thread that it may block.
   */
  void whenOver(Runnable action);
}
