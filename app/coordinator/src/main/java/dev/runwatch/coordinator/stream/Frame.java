/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.stream;

import dev.runwatch.coordinator.runs.Transition;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A transition as streams send it; encoded once, when the first stream wants it. */
final class Frame {

  /** What a run's event has besides its error, about. */
  private static final int USUAL_SIZE = 1_000;

  private final Transition transition;
  private final Function<Transition, byte[]> encoder;
  private byte @Nullable [] bytes;

  Frame(Transition transition, Function<Transition, byte[]> encoder) {
    this.transition = transition;
    this.encoder = encoder;
  }

  long number() {
    return transition.number();
  }

  Transition transition() {
    return transition;
  }

  /** About how much memory it takes. */
  int size() {
    String error = transition.run().error();
    return USUAL_SIZE + (error == null ? 0 : 3 * error.length());
  }

  synchronized byte[] bytes() {
    byte[] encoded = bytes;
    if (encoded == null) {
      encoded = encoder.apply(transition);
      bytes = encoded;
    }
    return encoded;
  }

  /** The event, not kept. */
  static byte[] event(long number, String event, String json) {
    return ("id: " + number + "\nevent: " + event + "\ndata: " + json + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }
}
