/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A file of records and the file of acks beside it. Both are only ever appended to. Not
 * thread-safe.
 */
final class Segment {

  static final String RECORDS = ".records";
  static final String ACKS = ".acks";

  final long number;
  private final Path records;
  private final Path acks;
  long recordBytes;
  long ackBytes;

  /** Data neither accepted nor given up. */
  long live;

  Segment(Path directory, long number) throws IOException {
    String stem = String.format(Locale.ROOT, "%012d", number);
    this.number = number;
    this.records = directory.resolve(stem + RECORDS);
    this.acks = directory.resolve(stem + ACKS);
    this.recordBytes = Files.exists(records) ? Files.size(records) : 0;
    this.ackBytes = Files.exists(acks) ? Files.size(acks) : 0;
  }

  long bytes() {
    return recordBytes + ackBytes;
  }

  /** Appends a record; returns where it begins. */
  long append(byte[] payload, boolean force) throws IOException {
    long position = recordBytes;
    ByteBuffer frame = Frames.frame(payload);
    int length = frame.remaining();
    write(records, frame, position, force);
    recordBytes += length;
    return position;
  }

  void ack(AckRecord ack) throws IOException {
    write(acks, ack.encode(), ackBytes, false);
    ackBytes += AckRecord.LENGTH;
  }

  private static void write(Path file, ByteBuffer bytes, long position, boolean force)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // After a write that failed half-way this overwrites what it left.
      channel.position(position);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      if (force) {
        channel.force(false);
      }
    }
  }

  Frames.Contents contents() throws IOException {
    return Files.exists(records) ? Frames.read(records) : new Frames.Contents(List.of(), 0);
  }

  List<AckRecord> acks() throws IOException {
    List<AckRecord> all = new ArrayList<>();
    if (Files.exists(acks)) {
      ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(acks));
      while (bytes.remaining() >= AckRecord.LENGTH) {
        AckRecord.decode(bytes).ifPresent(all::add);
      }
    }
    return all;
  }

  byte[] read(long position) throws IOException {
    return Frames.readAt(records, position);
  }

  void delete() throws IOException {
    // The records first: acks without records mean nothing, records without acks are sent again.
    Files.deleteIfExists(records);
    Files.deleteIfExists(acks);
  }

  void setAside() throws IOException {
    Files.move(records, records.resolveSibling(records.getFileName() + ".damaged"));
    Files.deleteIfExists(acks);
  }
}
