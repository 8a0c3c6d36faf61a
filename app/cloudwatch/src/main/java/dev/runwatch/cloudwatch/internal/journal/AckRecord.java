/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a part of a record, written beside its segment.
 *
 * @param kind what
 * @param position of the record
 * @param from the first datum
 * @param to one past the last
 */
record AckRecord(Kind kind, long position, int from, int to) {

  static final int LENGTH = 1 + 8 + 4 + 4 + 4;

  enum Kind {
    /** An attempt to send begins: until something else is marked, it may have been accepted. */
    ATTEMPTED('A'),
    /** It was certainly not accepted. */
    REFUSED('R'),
    /** It is accepted, or given up. */
    DONE('D');

    private final char letter;

    Kind(char letter) {
      this.letter = letter;
    }

    static @Nullable Kind of(byte letter) {
      for (Kind kind : values()) {
        if (kind.letter == letter) {
          return kind;
        }
      }
      return null;
    }
  }

  ByteBuffer encode() {
    ByteBuffer bytes =
        ByteBuffer.allocate(LENGTH)
            .put((byte) kind.letter)
            .putLong(position)
            .putInt(from)
            .putInt(to);
    return bytes.putInt(checksum(bytes.array())).flip();
  }

  static Optional<AckRecord> decode(ByteBuffer bytes) {
    byte[] raw = new byte[LENGTH];
    bytes.get(raw);
    ByteBuffer in = ByteBuffer.wrap(raw);
    Kind kind = Kind.of(in.get());
    AckRecord ack =
        kind == null ? null : new AckRecord(kind, in.getLong(), in.getInt(), in.getInt());
    return ack != null && in.getInt() == checksum(raw) ? Optional.of(ack) : Optional.empty();
  }

  private static int checksum(byte[] raw) {
    CRC32C crc = new CRC32C();
    crc.update(raw, 0, LENGTH - 4);
    return (int) crc.getValue();
  }
}
