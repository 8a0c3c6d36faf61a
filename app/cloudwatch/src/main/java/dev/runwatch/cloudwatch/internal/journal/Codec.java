/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.Dimension;
import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** How data are written down. The first byte is the version of all that follows. */
final class Codec {

  private static final int VERSION = 1;

  private Codec() {}

  static byte[] encode(List<Datum> data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * data.size());
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(data.size());
      for (Datum datum : data) {
        write(datum, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory cannot fail", e);
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
    write(datum.values(), out);
    write(datum.counts(), out);
  }

  private static void write(double[] numbers, DataOutputStream out) throws IOException {
    out.writeShort(numbers.length);
    for (double number : numbers) {
      out.writeDouble(number);
    }
  }

  /**
   * @throws IOException if this is not what {@link #encode} wrote
   */
  static List<Datum> decode(byte[] payload) throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(payload))) {
      int version = in.readByte();
      int size = in.readInt();
      if (version != VERSION || size < 0 || size > payload.length) {
        throw new IOException("version " + version + " with " + size + " data is not known");
      }
      List<Datum> data = new ArrayList<>(size);
      for (int i = 0; i < size; i++) {
        data.add(readDatum(in));
      }
      return data;
    } catch (IllegalArgumentException e) {
      throw new IOException("not a datum: " + e.getMessage(), e);
    }
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
    double[] values = readNumbers(in);
    double[] counts = readNumbers(in);
    return new Datum(new SeriesKey(name, dims, unit), step, values, counts, additive);
  }

  private static double[] readNumbers(DataInputStream in) throws IOException {
    double[] numbers = new double[in.readUnsignedShort()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = in.readDouble();
    }
    return numbers;
  }
}
