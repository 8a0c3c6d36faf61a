/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

/** Records in a file, one after the other: length, checksum, payload. */
final class Frames {

  static final int HEADER = 8;

  private Frames() {}

  static ByteBuffer frame(byte[] payload) {
    return ByteBuffer.allocate(HEADER + payload.length)
        .putInt(payload.length)
        .putInt(checksum(payload))
        .put(payload)
        .flip();
  }

  private static int checksum(byte[] payload) {
    CRC32C crc = new CRC32C();
    crc.update(payload);
    return (int) crc.getValue();
  }

  /**
   * What can be read of a file.
   *
   * @param frames the whole records
   * @param bad how many records are there that are not what was written
   */
  record Contents(List<Frame> frames, int bad) {}

  /** A record and where it begins. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Frame(long position, byte[] payload) {}

  static Contents read(Path file) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file));
    List<Frame> frames = new ArrayList<>();
    int bad = 0;
    while (all.remaining() >= HEADER) {
      int position = all.position();
      int length = all.getInt();
      int checksum = all.getInt();
      if (length < 0) {
        return new Contents(frames, bad + 1);
      }
      if (length == 0 || length > all.remaining()) {
        // The process, or the power, went away in the middle of writing: not damage. A length that
        // was damaged looks the same, and is one when a whole record could have followed.
        boolean torn = length == 0 || isTail(all, length);
        return new Contents(frames, torn ? bad : bad + 1);
      }
      byte[] payload = new byte[length];
      all.get(payload);
      if (checksum(payload) == checksum) {
        frames.add(new Frame(position, payload));
      } else {
        bad++;
      }
    }
    return new Contents(frames, bad);
  }

  private static boolean isTail(ByteBuffer rest, int length) {
    return length <= Journal.LONGEST_RECORD && rest.remaining() < length;
  }

  static byte[] readAt(Path file, long position) throws IOException {
    try (var channel = Files.newByteChannel(file)) {
      ByteBuffer header = ByteBuffer.allocate(HEADER);
      channel.position(position);
      fill(channel, header);
      int length = header.getInt();
      int checksum = header.getInt();
      if (length <= 0 || length > Journal.LONGEST_RECORD) {
        throw new IOException("no record at " + position + " of " + file);
      }
      ByteBuffer payload = ByteBuffer.allocate(length);
      fill(channel, payload);
      if (checksum(payload.array()) != checksum) {
        throw new IOException("damaged record at " + position + " of " + file);
      }
      return payload.array();
    }
  }

  private static void fill(SeekableByteChannel channel, ByteBuffer buffer) throws IOException {
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new IOException("the file ends within a record");
      }
    }
    buffer.flip();
  }
}
