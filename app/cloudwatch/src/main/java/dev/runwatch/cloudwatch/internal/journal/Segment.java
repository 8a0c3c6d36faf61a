/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import dev.runwatch.cloudwatch.internal.series.Datum;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A file of records. Records are appended; only the bytes of state within them are overwritten,
 * which needs no space. Not thread-safe.
 */
final class Segment {

  static final String RECORDS = ".records";
  static final String ASIDE = ".damaged";

  final long number;
  private final Path file;
  private final Disk disk;
  long bytes;

  /** Data neither accepted nor dropped. */
  long live;

  /**
   * The origins of its records that are not settled: it is not deleted as long as there are any.
   */
  final Origins origins = new Origins();

  /** Whether the file holds what cannot be read; it is then never deleted, but set aside. */
  boolean unreadable;

  /** When the newest step in it started, since the epoch. */
  long newestStep = Long.MIN_VALUE;

  Segment(Path directory, long number, Disk disk) {
    this.number = number;
    this.disk = disk;
    this.file = directory.resolve(String.format(Locale.ROOT, "%012d", number) + RECORDS);
  }

  Path file() {
    return file;
  }

  /** Takes over a file of another directory, in one step that needs no space. */
  void takeOver(Path other) throws IOException {
    disk.move(other, file);
  }

  /** Remembers how new its data are. */
  void noteSteps(List<Datum> data) {
    for (Datum datum : data) {
      newestStep = Math.max(newestStep, datum.step().toEpochMilli());
    }
  }

  SegmentScan scan(int target) throws IOException {
    byte[] content = Files.readAllBytes(file);
    bytes = content.length;
    return SegmentScan.of(content, target);
  }

  /** Appends a record; returns where it begins. */
  long append(ByteBuffer record, boolean force) throws IOException {
    long position = bytes;
    int length = record.remaining();
    try {
      write(position, record, force);
    } catch (IOException e) {
      cutOff(position, e);
      throw e;
    }
    bytes += length;
    return position;
  }

  // What a full disk took of a record is not damage.
  private void cutOff(long position, IOException failure) {
    try {
      if (Files.exists(file)) {
        disk.truncate(file, position);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  void state(RecordRange range, DatumState state) throws IOException {
    byte[] states = new byte[range.size()];
    Arrays.fill(states, state.encode());
    write(range.position() + RecordHeader.LENGTH + range.from(), ByteBuffer.wrap(states), false);
  }

  // After a write that failed half-way, the next one overwrites what it left.
  private void write(long position, ByteBuffer content, boolean force) throws IOException {
    disk.write(file, position, content, force);
  }

  /** The data of a record. */
  List<Datum> read(long position) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.position(position);
      RecordHeader header = RecordHeader.at(read(channel, RecordHeader.LENGTH), 0);
      if (header == null || header.payloadLength() > RecordHeader.LONGEST_PAYLOAD) {
        throw new IOException("no record at " + position + " of " + file);
      }
      channel.position(position + RecordHeader.LENGTH + header.data());
      byte[] payload = read(channel, header.payloadLength());
      if (RecordHeader.checksum(payload) != header.payloadChecksum()) {
        throw new IOException("damaged record at " + position + " of " + file);
      }
      return Codec.decode(payload).data();
    }
  }

  private static byte[] read(FileChannel channel, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer) < 0) {
        throw new EOFException("the file ends within a record");
      }
    }
    return buffer.array();
  }

  /** Removes the file, or sets it aside when part of it could not be read. */
  void remove() throws IOException {
    if (unreadable) {
      disk.move(file, file.resolveSibling(file.getFileName() + ASIDE));
    } else {
      disk.delete(file);
    }
  }
}
