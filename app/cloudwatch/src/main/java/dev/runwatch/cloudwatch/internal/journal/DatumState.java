/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import org.jspecify.annotations.Nullable;

/**
 * The delivery state of one datum, as one byte of its record. Every code has even parity: a byte
 * with a flipped bit is recognised, and the datum then counts as possibly accepted.
 *
 * @param kind what is known
 * @param ambiguous how many attempts ended without it being known whether CloudWatch accepted the
 *     datum, 0 to {@value #MOST_AMBIGUOUS}
 */
record DatumState(Kind kind, int ambiguous) {

  static final int MOST_AMBIGUOUS = 15;

  static final DatumState DONE = new DatumState(Kind.DONE, 0);

  enum Kind {
    /** No attempt is under way. */
    WAITING(0),
    /** An attempt has begun: until another state is written, it may have been accepted. */
    ATTEMPTED(1),
    /** Accepted or dropped. */
    DONE(2);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    static @Nullable Kind of(int code) {
      return switch (code) {
        case 0 -> WAITING;
        case 1 -> ATTEMPTED;
        case 2 -> DONE;
        default -> null;
      };
    }
  }

  static DatumState waiting(int ambiguous) {
    return new DatumState(Kind.WAITING, Math.min(ambiguous, MOST_AMBIGUOUS));
  }

  static DatumState attempted(int ambiguous) {
    return new DatumState(Kind.ATTEMPTED, Math.min(ambiguous, MOST_AMBIGUOUS));
  }

  byte encode() {
    int value = (kind.code << 4) | ambiguous;
    return (byte) ((value << 1) | (Integer.bitCount(value) & 1));
  }

  static DatumState decode(byte code) {
    int bits = code & 0xff;
    Kind kind = Kind.of(bits >> 5);
    if ((Integer.bitCount(bits) & 1) != 0 || kind == null) {
      return attempted(0);
    }
    return new DatumState(kind, (bits >> 1) & 0xf);
  }

  boolean isDone() {
    return kind == Kind.DONE;
  }

  /** The number of attempts that may have been accepted, the one under way at a crash included. */
  int possiblyAccepted() {
    return kind == Kind.ATTEMPTED ? ambiguous + 1 : ambiguous;
  }
}
