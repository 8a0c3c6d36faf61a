/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cloudwatch.fake.ScriptedClient.Call;
import dev.runwatch.cloudwatch.internal.journal.Journal;
import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import dev.runwatch.cloudwatch.internal.series.SeriesKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

final class DeliveryQueueTest extends DeliveryQueueHarness {

  @Test
  void sumsOfUnknownFateAreSentAtMostThreeTimes() {
    DeliveryQueue queue = queue(null);
    Map<String, Integer> sent = new HashMap<>();
    Consumer<Call> failing =
        call -> {
          for (MetricDatum d : call.request().metricData()) {
            if (d.metricName().startsWith("sum_")) {
              sent.merge(d.metricName() + d.timestamp(), 1, Integer::sum);
            }
          }
          call.fail(500, "InternalServiceFault");
        };
    for (int minute = 0; minute < 30; minute++) {
      List<Datum> data = new ArrayList<>(sums(2));
      data.add(datum("gauge", false));
      queue.offer(data, Duration.ZERO);
      run(queue, Duration.ofMinutes(1), failing);
    }
    assertThat(sent.values()).allSatisfy(times -> assertThat(times).isLessThanOrEqualTo(2));
    // The steps of a long outage neither multiply nor get lost.
    assertThat(dropped()).isEmpty();
    run(
        queue,
        Duration.ofMinutes(3),
        call -> {
          for (MetricDatum d : call.request().metricData()) {
            if (d.metricName().startsWith("sum_")) {
              sent.merge(d.metricName() + d.timestamp(), 1, Integer::sum);
            }
          }
          call.accept();
        });
    assertThat(queue.pending()).isZero();
    assertThat(sent.values()).allSatisfy(times -> assertThat(times).isLessThanOrEqualTo(3));
    assertThat(sent.values().stream().filter(times -> times == 1).count()).isGreaterThan(50);
  }

  @Test
  void sumsAreDroppedAndCountedAfterThreeSendsOfUnknownFate() {
    DeliveryQueue queue = queue(null);
    Consumer<Call> failing =
        call -> {
          if (call.request().metricData().stream()
              .anyMatch(d -> d.metricName().startsWith("sum_"))) {
            call.fail(500, "InternalServiceFault");
          } else {
            call.accept();
          }
        };
    for (int minute = 0; minute < 10; minute++) {
      queue.offer(
          minute == 0
              ? List.of(datum("sum_0", true), datum("gauge", false))
              : List.of(datum("gauge", false)),
          Duration.ZERO);
      run(queue, Duration.ofMinutes(1), failing);
    }
    assertThat(client.calls().stream().filter(call -> has(call, "sum_0")).count()).isEqualTo(3);
    assertThat(dropped()).isEqualTo(Map.of(DropReason.AMBIGUOUS, 1L));
  }

  @Test
  void aPolicyOfNeverSendingAgainIsKeptAcrossARestart() throws IOException {
    Path base = directory.resolve("queue");
    try (Journal journal = journal(base)) {
      DeliveryQueue queue = queue(journal, 4, false);
      queue.offer(List.of(datum("sum_0", true), datum("gauge", false)), Duration.ZERO);
      queue.pump();
    }
    int before = client.calls().size();
    try (Journal journal = journal(base)) {
      DeliveryQueue queue = queue(journal, 4, false);
      journal.recover(queue::adopt);
      answered = before;
      run(queue, Duration.ofMinutes(1), Call::accept);
    }
    List<Call> second = client.calls().subList(before, client.calls().size());
    assertThat(second).noneMatch(call -> has(call, "sum_0")).anyMatch(call -> has(call, "gauge"));
    assertThat(dropped()).isEqualTo(Map.of(DropReason.AMBIGUOUS, 1L));
  }

  @Test
  void livesThatEndWithARequestUnderWayDoNotUseUpTheSends() throws IOException {
    Path base = directory.resolve("queue");
    try (Journal journal = journal(base)) {
      DeliveryQueue queue = queue(journal);
      queue.offer(sums(3), Duration.ZERO);
      queue.pump();
    }
    for (int life = 0; life < 5; life++) {
      try (Journal journal = journal(base)) {
        DeliveryQueue queue = queue(journal);
        journal.recover(queue::adopt);
        queue.offer(List.of(datum("gauge", false)), Duration.ZERO);
        queue.pump();
      }
    }
    assertThat(dropped()).isEmpty();
    try (Journal journal = journal(base)) {
      answered = client.calls().size();
      DeliveryQueue queue = queue(journal);
      journal.recover(queue::adopt);
      run(queue, Duration.ofSeconds(5), Call::accept);
      assertThat(queue.pending()).isZero();
    }
    assertThat(client.calls().stream().filter(call -> has(call, "sum_0")).count()).isEqualTo(2);
  }

  @Test
  void aRequestThatTimesOutTwiceIsSentInSmallerOnes() {
    DeliveryQueue queue = queue(null);
    List<Datum> gauges = IntStream.range(0, 800).mapToObj(i -> datum("gauge_" + i, false)).toList();
    queue.offer(gauges, Duration.ZERO);
    run(
        queue,
        Duration.ofMinutes(20),
        call -> {
          if (call.request().metricData().size() > 300) {
            call.response().completeExceptionally(new TimeoutException());
          } else {
            call.accept();
          }
        });
    assertThat(counters.entries().accepted()).isEqualTo(800);
    assertThat(client.calls()).hasSizeLessThan(20);
  }

  @Test
  void aTooLargeRequestIsSentInSmallerOnesAndNothingIsDropped() {
    DeliveryQueue queue = queue(null);
    queue.offer(sums(600), Duration.ZERO);
    run(
        queue,
        Duration.ofMinutes(2),
        call -> {
          if (call.request().metricData().size() > 100) {
            call.fail(413, "");
          } else {
            call.accept();
          }
        });
    assertThat(counters.entries().accepted()).isEqualTo(600);
    assertThat(dropped()).isEmpty();
  }

  @Test
  void requestsThatFailTogetherCountOnceInTheBackOff() {
    DeliveryQueue queue = queue(null);
    queue.offer(sums(3900), Duration.ZERO);
    queue.pump();
    assertThat(client.calls()).hasSize(4);
    client.calls().forEach(call -> call.fail(400, "ThrottlingException"));
    answered = 4;
    queue.pump();
    assertThat(queue.waitNanos()).isLessThanOrEqualTo(Duration.ofSeconds(1).toNanos());
    run(queue, Duration.ofSeconds(3), Call::accept);
    assertThat(counters.entries().accepted()).isEqualTo(3900);
  }

  @Test
  void freshDataDoNotWaitBehindThePauseOfTheBacklog() {
    DeliveryQueue queue = queue(null);
    for (int minute = 0; minute < 30; minute++) {
      queue.offer(sums(2), Duration.ZERO);
      run(queue, Duration.ofMinutes(1), call -> call.fail(400, "ThrottlingException"));
    }
    queue.offer(sums(2), Duration.ZERO);
    Instant newest = step();
    run(queue, Duration.ofSeconds(16), Call::accept);
    assertThat(client.calls().stream())
        .anyMatch(
            call ->
                call.response().isDone()
                    && !call.response().isCompletedExceptionally()
                    && call.request().metricData().get(0).timestamp().equals(newest));
  }

  @Test
  void aBacklogOfManyStepsIsPackedIntoFewRequestsAndPaced() {
    DeliveryQueue queue = queue(null);
    for (int minute = 0; minute < 180; minute++) {
      queue.offer(sums(8), Duration.ZERO);
      clock.add(Duration.ofMinutes(1));
    }
    List<Long> at = new ArrayList<>();
    run(
        queue,
        Duration.ofSeconds(20),
        call -> {
          at.add(clock.monotonicTime());
          call.accept();
        });
    assertThat(counters.entries().accepted()).isEqualTo(1440);
    // One for the newest two steps, and the backlog's.
    assertThat(at).hasSizeLessThanOrEqualTo(3);
    assertThat(at.get(2) - at.get(1)).isGreaterThanOrEqualTo(Duration.ofSeconds(1).toNanos());
  }

  @Test
  void dataOfAClockThatWasAheadDoNotHoldUpTheOthers() {
    DeliveryQueue queue = queue(null);
    SeriesKey series = new SeriesKey("ahead", List.of(), StandardUnit.COUNT);
    queue.offer(
        List.of(Datum.single(series, step().plus(Duration.ofHours(3)), 1, true)), Duration.ZERO);
    for (int minute = 0; minute < 5; minute++) {
      queue.offer(sums(2), Duration.ZERO);
      clock.add(Duration.ofMinutes(1));
    }
    run(queue, Duration.ofSeconds(5), Call::accept);
    assertThat(counters.entries().accepted()).isEqualTo(10);
  }

  @Test
  void dataMoreThanTwoHoursAheadWaitUntilCloudWatchTakesThem() {
    DeliveryQueue queue = queue(null);
    List<Datum> ahead =
        List.of(
            Datum.single(
                new SeriesKey("ahead", List.of(), StandardUnit.COUNT),
                step().plus(Duration.ofHours(3)),
                1,
                true));
    queue.offer(ahead, Duration.ZERO);
    run(queue, Duration.ofMinutes(1), Call::accept);
    assertThat(client.calls()).isEmpty();
    clock.add(Duration.ofMinutes(60));
    run(queue, Duration.ofMinutes(1), Call::accept);
    assertThat(counters.entries().accepted()).isEqualTo(1);
  }
}
