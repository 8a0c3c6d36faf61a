/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cloudwatch.fake.FakeCloudWatch;
import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.Dimension;
import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

final class BatchPackerTest {

  private static final Instant STEP = Instant.parse("2026-03-01T12:00:00Z");
  private final CborSize sizes = new CborSize("Runwatch/Test", false);

  private static SeriesKey key(String name, int dimensions, int length) {
    List<Dimension> dims = new ArrayList<>();
    for (int i = 0; i < dimensions; i++) {
      dims.add(new Dimension("dimension" + i, "v".repeat(length)));
    }
    return new SeriesKey(name, dims, StandardUnit.SECONDS);
  }

  private static Datum distribution(SeriesKey key, int values, Random random) {
    double[] v = new double[values];
    double[] c = new double[values];
    for (int i = 0; i < values; i++) {
      v[i] = i % 7 == 0 ? random.nextInt(100_000) - 500 : random.nextDouble() * 100;
      c[i] = 1 + random.nextInt(1 << random.nextInt(30));
    }
    return new Datum(key, STEP, v, c, true);
  }

  @Test
  void theSizeOfARequestIsWhatTheSdkSends() {
    Random random = new Random(5);
    try (FakeCloudWatch cloudWatch = new FakeCloudWatch();
        CloudWatchAsyncClient client = cloudWatch.client()) {
      for (boolean fine : new boolean[] {true, false}) {
        CborSize cbor = new CborSize("Runwatch/Test", fine);
        BatchPacker packer = new BatchPacker(1000, BatchPacker.MOST_BYTES, cbor);
        Sender sender = new Sender(client, "Runwatch/Test", fine, Duration.ofSeconds(30));
        for (int size : new int[] {1, 2, 23, 24, 40, 300}) {
          List<Datum> data = new ArrayList<>();
          for (int i = 0; i < size; i++) {
            SeriesKey key =
                key("metric_" + "x".repeat(random.nextInt(240)), i % 31, random.nextInt(300));
            double value =
                new double[] {0, -1, 23, 24, 256, 65_536, 1L << 33, 0.1, 0x1p63, -1e300, 1e18}
                    [i % 11];
            data.add(
                i % 3 == 0
                    ? distribution(key, 1 + random.nextInt(150), random)
                    : Datum.single(key, STEP, value, true));
          }
          sender.send(data).join();
          var request = cloudWatch.requests().get(cloudWatch.requests().size() - 1);
          assertThat(request.bytes()).as("%s data", size).isEqualTo(packer.bytes(data));
          assertThat(request.gzipped()).isEqualTo(request.bytes() >= 10_240);
        }
      }
    }
  }

  @Test
  void aRequestHasAtMostAThousandDataAndAMillionBytesInTheirOrder() {
    Random random = new Random(6);
    BatchPacker packer = new BatchPacker(1000, BatchPacker.MOST_BYTES, sizes);
    List<Datum> data = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      data.add(distribution(key("m" + i, 3, 20), 1 + random.nextInt(150), random));
    }
    List<List<Datum>> requests = packer.pack(data);
    assertThat(requests.stream().flatMap(List::stream).toList()).isEqualTo(data);
    assertThat(requests)
        .allSatisfy(
            r -> {
              assertThat(r.size()).isLessThanOrEqualTo(1000);
              assertThat(packer.bytes(r)).isLessThanOrEqualTo(1_000_000);
            });
    assertThat(requests.stream().mapToLong(packer::bytes).sum()).isGreaterThan(2_000_000);
  }

  @Test
  void countersOfOneDimensionSetAreNotDividedAmongRequests() {
    BatchPacker packer = new BatchPacker(10, BatchPacker.MOST_BYTES, sizes);
    List<Datum> data = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      data.add(Datum.single(key("other" + i, 2, 5), STEP, i, true));
    }
    for (int i = 0; i < 4; i++) {
      data.add(Datum.single(key("runs" + i, 1, 5), STEP, i, true));
    }
    assertThat(packer.pack(data)).extracting(List::size).containsExactly(8, 4);
  }

  @Test
  void aGroupThatFitsIntoNoRequestIsDividedAllTheSame() {
    BatchPacker packer = new BatchPacker(10, BatchPacker.MOST_BYTES, sizes);
    List<Datum> data = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      data.add(Datum.single(key("runs" + i, 1, 5), STEP, i, true));
    }
    assertThat(packer.pack(data)).extracting(List::size).containsExactly(10, 10, 5);
  }
}
