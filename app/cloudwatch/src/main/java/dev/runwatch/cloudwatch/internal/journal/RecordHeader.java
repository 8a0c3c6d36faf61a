/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The head of a record: magic, format version, target, lengths and checksums. It is followed by one
 * byte of state for each datum, and by the payload. The header's own checksum makes it possible to
 * find the next record after damage.
 *
 * @param version of the format
 * @param target checksum of what the data are meant for
 * @param data how many data the payload holds
 * @param payloadLength in bytes
 * @param payloadChecksum CRC-32C of the payload
 */
record RecordHeader(int version, int target, int data, int payloadLength, int payloadChecksum) {

  static final int VERSION = 3;
  static final int LENGTH = 28;

  /** More than any request that CloudWatch takes. */
  static final int LONGEST_PAYLOAD = 4 << 20;

  private static final int MAGIC = 0x52574A4C;

  static RecordHeader of(String target, int data, byte[] payload) {
    return new RecordHeader(
        VERSION,
        checksum(target.getBytes(StandardCharsets.UTF_8)),
        data,
        payload.length,
        checksum(payload));
  }

  static int checksum(byte[] bytes) {
    return checksum(bytes, 0, bytes.length);
  }

  private static int checksum(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return (int) crc.getValue();
  }

  /** Length of the whole record. */
  int recordLength() {
    return LENGTH + data + payloadLength;
  }

  /** The whole record, every datum waiting after so many ambiguous attempts. */
  ByteBuffer record(byte[] payload, int ambiguous) {
    ByteBuffer record =
        ByteBuffer.allocate(recordLength())
            .putInt(MAGIC)
            .putInt(version)
            .putInt(target)
            .putInt(data)
            .putInt(payloadLength)
            .putInt(payloadChecksum);
    record.putInt(checksum(record.array(), 0, LENGTH - 4));
    byte state = DatumState.waiting(ambiguous).encode();
    for (int i = 0; i < data; i++) {
      record.put(state);
    }
    return record.put(payload).flip();
  }

  /** The header at a position, or null if none is there. */
  static @Nullable RecordHeader at(byte[] file, int position) {
    if (position + LENGTH > file.length) {
      return null;
    }
    ByteBuffer in = ByteBuffer.wrap(file, position, LENGTH);
    if (in.getInt() != MAGIC) {
      return null;
    }
    RecordHeader header =
        new RecordHeader(in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt());
    boolean whole = in.getInt() == checksum(file, position, LENGTH - 4);
    return whole && header.data > 0 && header.payloadLength > 0 ? header : null;
  }
}
