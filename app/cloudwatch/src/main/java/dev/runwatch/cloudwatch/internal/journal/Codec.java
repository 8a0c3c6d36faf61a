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
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** The payload of a record: data, deflated. The record's header has the version of the format. */
final class Codec {

  // More than any record holds; a guard against a damaged stream.
  private static final int MOST_DATA = 100_000;

  private Codec() {}

  static byte[] encode(List<Datum> data) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(64 * data.size());
    Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
    try (DataOutputStream out =
        new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 8192))) {
      out.writeInt(data.size());
      for (Datum datum : data) {
        write(datum, out);
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
      return data;
    } catch (IllegalArgumentException e) {
      throw new IOException("not a datum: " + e.getMessage(), e);
    } finally {
      inflater.end();
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
