/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.Dimension;
import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/**
 * The payload of a record: data and where they come from, deflated. The record's header has the
 * version of the format.
 */
final class Codec {

  // More than any record holds; a guard against a damaged stream.
  private static final int MOST_DATA = 100_000;

  private static final int LOWER_BITS = 36;
  private static final long LOWER = (1L << LOWER_BITS) - 1;
  private static final double MOST_WHOLE = 0x1p53;

  private Codec() {}

  /** What a payload holds. */
  record Payload(List<Datum> data, @Nullable Origin origin) {}

  static byte[] encode(List<Datum> data, @Nullable Origin origin) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * data.size());
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try (DataOutputStream out =
        new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 8192))) {
      out.writeInt(data.size());
      for (Datum datum : data) {
        write(datum, out);
      }
      // Absent from the records of earlier versions.
      if (origin != null) {
        out.writeUTF(origin.source());
        out.writeLong(origin.number());
        out.writeLong(origin.after());
        out.writeLong(origin.upTo());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
    } finally {
      deflater.end();
    }
    return bytes.toByteArray();
  }

  private static void write(Datum datum, DataOutputStream out) throws IOException {
    out.writeLong(datum.step().toEpochMilli());
    out.writeBoolean(datum.additive());
    out.writeUTF(datum.key().name());
    out.writeUTF(datum.key().unit().toString());
    out.writeByte(datum.key().dimensions().size());
    for (Dimension dim : datum.key().dimensions()) {
      out.writeUTF(dim.name());
      out.writeUTF(dim.value());
    }
    writeValues(datum.values(), out);
    writeCounts(datum.counts(), out);
  }

  // Values are ascending and most have short mantissas: the distance of the upper bits from those
  // of the value before, and the lower ones where they are not zero.
  private static void writeValues(double[] values, DataOutputStream out) throws IOException {
    out.writeByte(values.length);
    long before = 0;
    for (double value : values) {
      long bits = Double.doubleToRawLongBits(value);
      long upper = bits >>> LOWER_BITS;
      long distance = upper - before;
      long lower = bits & LOWER;
      long zigzag = (distance << 1) ^ (distance >> 63);
      writeVarint(zigzag << 1 | (lower == 0 ? 0 : 1), out);
      if (lower != 0) {
        out.writeByte((int) (lower >>> 32));
        out.writeInt((int) lower);
      }
      before = upper;
    }
  }

  private static void writeCounts(double[] counts, DataOutputStream out) throws IOException {
    out.writeByte(counts.length);
    for (double count : counts) {
      boolean whole = count >= 0 && count < MOST_WHOLE && count == Math.rint(count);
      writeVarint(whole ? (long) count << 1 : 1, out);
      if (!whole) {
        out.writeDouble(count);
      }
    }
  }

  private static void writeVarint(long number, DataOutputStream out) throws IOException {
    long left = number;
    while (left >>> 7 != 0) {
      out.writeByte((int) ((left & 0x7f) | 0x80));
      left >>>= 7;
    }
    out.writeByte((int) left);
  }

  /**
   * @throws IOException if this is not what {@link #encode} wrote
   */
  static Payload decode(byte[] payload) throws IOException {
    Inflater inflater = new Inflater(true);
    try (DataInputStream in =
        new DataInputStream(
            new BufferedInputStream(
                new InflaterInputStream(new ByteArrayInputStream(payload), inflater)))) {
      int size = in.readInt();
      if (size < 0 || size > MOST_DATA) {
        throw new IOException("not a payload: it claims to have " + size + " data");
      }
      List<Datum> data = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        data.add(readDatum(in));
      }
      return new Payload(data, readOrigin(in));
    } catch (IllegalArgumentException e) {
      throw new IOException("not a datum: " + e.getMessage(), e);
    } finally {
      inflater.end();
    }
  }

  private static @Nullable Origin readOrigin(DataInputStream in) throws IOException {
    in.mark(1);
    if (in.read() < 0) {
      return null;
    }
    in.reset();
    return new Origin(in.readUTF(), in.readLong(), in.readLong(), in.readLong());
  }

  private static Datum readDatum(DataInputStream in) throws IOException {
    Instant step = Instant.ofEpochMilli(in.readLong());
    boolean additive = in.readBoolean();
    String name = in.readUTF();
    StandardUnit unit = StandardUnit.fromValue(in.readUTF());
    int dimensions = in.readUnsignedByte();
    List<Dimension> dims = new ArrayList<>(dimensions);
    for (int i = 0; i < dimensions; i++) {
      dims.add(new Dimension(in.readUTF(), in.readUTF()));
    }
    double[] values = readValues(in);
    double[] counts = readCounts(in);
    return new Datum(new SeriesKey(name, dims, unit), step, values, counts, additive);
  }

  private static double[] readValues(DataInputStream in) throws IOException {
    double[] values = new double[in.readUnsignedByte()];
    long upper = 0;
    for (int i = 0; i < values.length; i++) {
      long coded = readVarint(in);
      long zigzag = coded >>> 1;
      upper += (zigzag >>> 1) ^ -(zigzag & 1);
      long lower = 0;
      if ((coded & 1) != 0) {
        lower = (long) in.readUnsignedByte() << 32 | Integer.toUnsignedLong(in.readInt());
      }
      values[i] = Double.longBitsToDouble(upper << LOWER_BITS | lower);
    }
    return values;
  }

  private static double[] readCounts(DataInputStream in) throws IOException {
    double[] counts = new double[in.readUnsignedByte()];
    for (int i = 0; i < counts.length; i++) {
      long coded = readVarint(in);
      counts[i] = coded == 1 ? in.readDouble() : coded >>> 1;
    }
    return counts;
  }

  private static long readVarint(DataInputStream in) throws IOException {
    long number = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int next = in.readUnsignedByte();
      number |= (long) (next & 0x7f) << shift;
      if (next < 0x80) {
        return number;
      }
    }
    throw new IOException("not a number");
  }
}
