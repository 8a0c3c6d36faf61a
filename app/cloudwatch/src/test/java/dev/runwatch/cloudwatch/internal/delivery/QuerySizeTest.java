/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.Dimension;
import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import java.net.URL;
import java.net.URLClassLoader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** SDK versions before 2.42 send forms, with a name for every number. */
final class QuerySizeTest {

  /** A form as those versions write it: a datum after another, each number with its name. */
  private static String form(String namespace, List<Datum> data) {
    StringBuilder form = new StringBuilder("Action=PutMetricData&Version=2010-08-01&Namespace=");
    form.append(namespace.replace("/", "%2F"));
    for (int d = 0; d < data.size(); d++) {
      Datum datum = data.get(d);
      String prefix = "&MetricData.member." + (d + 1) + ".";
      form.append(prefix).append("MetricName=").append(datum.key().name());
      List<Dimension> dimensions = datum.key().dimensions();
      for (int i = 0; i < dimensions.size(); i++) {
        String dimension = prefix + "Dimensions.member." + (i + 1);
        form.append(dimension).append(".Name=").append(dimensions.get(i).name());
        form.append(dimension).append(".Value=").append(dimensions.get(i).value());
      }
      form.append(prefix).append("Timestamp=2026-03-01T12%3A00%3A00Z");
      if (datum.counts().length == 0) {
        form.append(prefix).append("Value=").append(datum.values()[0]);
      }
      for (int i = 0; i < datum.counts().length; i++) {
        String member = ".member." + (i + 1) + "=";
        form.append(prefix).append("Values").append(member).append(datum.values()[i]);
        form.append(prefix).append("Counts").append(member).append(datum.counts()[i]);
      }
      form.append(prefix).append("Unit=").append(datum.key().unit());
      form.append(prefix).append("StorageResolution=60");
    }
    return form.toString();
  }

  private static List<Datum> data(int size) {
    Random random = new Random(3);
    List<Datum> data = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      SeriesKey key =
          new SeriesKey("m" + i, List.of(new Dimension("Route", "r" + i)), StandardUnit.SECONDS);
      double[] values = random.doubles(1 + i % 150).toArray();
      double[] counts = new double[values.length];
      Arrays.fill(counts, 1 + random.nextInt(1000));
      Instant step = Instant.parse("2026-03-01T12:00:00Z");
      data.add(
          i % 5 == 0
              ? Datum.single(key, step, random.nextDouble(), true)
              : new Datum(key, step, values, counts, true));
    }
    return data;
  }

  @Test
  void aFormIsNeverLargerThanItsComputedSizeAndNotMuchSmaller() {
    List<Datum> data = data(400);
    BatchPacker packer =
        new BatchPacker(1000, BatchPacker.MOST_BYTES, new QuerySize("Runwatch/Test"));
    List<List<Datum>> requests = packer.pack(data);
    assertThat(requests).hasSizeGreaterThan(2);
    for (List<Datum> request : requests) {
      int length = form("Runwatch/Test", request).length();
      assertThat(length).isLessThanOrEqualTo((int) packer.bytes(request)).isLessThan(1_000_000);
      assertThat((double) length).isGreaterThan(0.85 * packer.bytes(request));
    }
  }

  @Test
  void theProtocolIsReadFromTheClientOnTheClassPath() throws Exception {
    assertThat(RequestSize.speaksQuery(QuerySizeTest.class.getClassLoader())).isFalse();
    assertThat(RequestSize.of("Runwatch", false)).isInstanceOf(CborSize.class);
    try (URLClassLoader nothing = new URLClassLoader(new URL[0], null)) {
      assertThat(RequestSize.speaksQuery(nothing)).isFalse();
    }
  }
}
