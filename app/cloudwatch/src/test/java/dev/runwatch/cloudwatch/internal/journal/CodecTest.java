/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.Dimension;
import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

final class CodecTest {
  private static final double[] NUMBERS = {
    0, -0.0, 1, -1, 0.1, 1e-300, 1e300, 0x1p360, -0x1p360, 0x1p53, 0x1p53 + 2, 123_456_789.25
  };

  private static final double[] COUNTS = {
    1, 2, 127, 128, 0.5, 1e300, 0x1p52, 0x1p53 - 1, 0x1p53, 0x1p53 + 2, 3, 1e9
  };

  private static Datum datum(double[] values, double[] counts) {
    SeriesKey key =
        new SeriesKey("m", List.of(new Dimension("Route", "GET /runs")), StandardUnit.SECONDS);
    return new Datum(key, Instant.parse("2026-03-01T12:00:00Z"), values, counts, true);
  }

  @Test
  void everyNumberIsReadBackToTheBit() throws IOException {
    Random random = new Random(11);
    List<Datum> data = new ArrayList<>();
    data.add(datum(NUMBERS, COUNTS));
    for (int i = 0; i < 200; i++) {
      int size = 1 + random.nextInt(150);
      double[] values = new double[size];
      double[] counts = new double[size];
      for (int v = 0; v < size; v++) {
        double value = Double.longBitsToDouble(random.nextLong());
        values[v] = Double.isNaN(value) ? 0 : value;
        counts[v] = random.nextBoolean() ? random.nextInt(1 << 20) : random.nextDouble();
      }
      data.add(datum(values, counts));
    }
    for (double number : NUMBERS) {
      data.add(datum(new double[] {number}, new double[0]));
    }
    List<Datum> read = Codec.decode(Codec.encode(data, null)).data();
    assertThat(read).hasSameSizeAs(data);
    for (int i = 0; i < data.size(); i++) {
      assertThat(read.get(i).equals(data.get(i))).as("datum %s", i).isTrue();
    }
  }

  @Test
  void noTruncatedAndNoDamagedPayloadIsReadAsAnythingButDataOrAFailure() {
    byte[] payload = Codec.encode(List.of(datum(NUMBERS, NUMBERS)), null);
    for (int length = 0; length < payload.length - 1; length++) {
      byte[] cut = java.util.Arrays.copyOf(payload, length);
      assertThatThrownBy(() -> Codec.decode(cut)).isInstanceOf(IOException.class);
    }
    for (int bit = 0; bit < 8 * payload.length; bit++) {
      byte[] flipped = payload.clone();
      flipped[bit / 8] ^= (byte) (1 << (bit % 8));
      try {
        assertThat(Codec.decode(flipped)).isNotNull();
      } catch (IOException e) {
        assertThat(e).isNotNull();
      }
    }
  }
}
