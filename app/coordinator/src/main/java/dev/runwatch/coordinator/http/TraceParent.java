/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.sparkjetty.RequestHead;
import java.util.Optional;
import java.util.regex.Pattern;

/** The W3C trace context of a request. */
final class TraceParent {

  private static final Pattern VERSION_0 =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private TraceParent() {}

  /** The header {@code traceparent}, or empty if there is none or it is not of version 00. */
  static Optional<String> of(RequestHead request) {
    return Optional.ofNullable(request.header("traceparent"))
        .filter(value -> VERSION_0.matcher(value).matches());
  }
}
