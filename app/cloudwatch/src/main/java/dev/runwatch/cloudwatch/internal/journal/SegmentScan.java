/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import dev.runwatch.cloudwatch.internal.series.Datum;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What can be read of a segment. After damage, reading continues at the next header.
 *
 * @param records the readable records of the target that hold data which are not done
 * @param origins of all readable records of the target
 * @param lost how many data are damaged; a record whose header is damaged counts as one
 * @param foreign how many records are for another target or in another format version
 */
record SegmentScan(List<Entry> records, Origins origins, int lost, int foreign) {

  /** A readable record. */
  record Entry(long position, List<Datum> data, List<DatumState> states) {}

  static SegmentScan of(byte[] file, int target) {
    List<Entry> records = new ArrayList<>();
    Origins origins = new Origins();
    int lost = 0;
    int foreign = 0;
    int position = 0;
    boolean inGap = false;
    while (position < file.length) {
      RecordHeader header = RecordHeader.at(file, position);
      if (header == null) {
        // Every gap is at least one record.
        lost += inGap ? 0 : 1;
        inGap = true;
        position++;
        continue;
      }
      inGap = false;
      if (header.version() != RecordHeader.VERSION || header.target() != target) {
        foreign++;
      } else {
        lost += read(file, position, header, records, origins);
      }
      position = next(file, position, header);
    }
    return new SegmentScan(records, origins, lost, foreign);
  }

  // The length of a header with a right checksum can be trusted, unless the file ends before.
  private static int next(byte[] file, int position, RecordHeader header) {
    long end = (long) position + header.recordLength();
    return end <= file.length ? (int) end : position + RecordHeader.LENGTH + tail(file, position);
  }

  /** The distance to the next header in a record that the file cuts short. */
  private static int tail(byte[] file, int position) {
    int from = position + RecordHeader.LENGTH;
    for (int i = from; i < file.length; i++) {
      if (RecordHeader.at(file, i) != null) {
        return i - from;
      }
    }
    return Math.max(0, file.length - from);
  }

  private static int read(
      byte[] file, int position, RecordHeader header, List<Entry> records, Origins origins) {
    int states = position + RecordHeader.LENGTH;
    int payload = states + header.data();
    if ((long) payload + header.payloadLength() > file.length) {
      return header.data();
    }
    List<DatumState> all = new ArrayList<>(header.data());
    for (int i = states; i < payload; i++) {
      all.add(DatumState.decode(file[i]));
    }
    byte[] bytes = Arrays.copyOfRange(file, payload, payload + header.payloadLength());
    try {
      if (RecordHeader.checksum(bytes) == header.payloadChecksum()) {
        Codec.Payload content = Codec.decode(bytes);
        if (content.data().size() == header.data()) {
          origins.note(content.origin());
          if (!all.stream().allMatch(DatumState::isDone)) {
            records.add(new Entry(position, content.data(), all));
          }
          return 0;
        }
      }
    } catch (IOException e) {
      // Counted like any other damage.
      return (int) all.stream().filter(state -> !state.isDone()).count();
    }
    return (int) all.stream().filter(state -> !state.isDone()).count();
  }
}
