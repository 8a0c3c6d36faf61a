/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.runwatch.cloudwatch.fake.ScriptedClient.Call;
import dev.runwatch.cloudwatch.internal.journal.Journal;
import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.DropReason;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What CloudWatch rejects, and what only looks like it. */
final class RejectionTest extends DeliveryQueueHarness {

  @Test
  void aHalfOfARejectedRequestIsNotFoundAsPossiblyAcceptedAfterACrash() throws IOException {
    try (Journal journal = journal(directory.resolve("queue"))) {
      DeliveryQueue queue = queue(journal, 1, true);
      queue.offer(sums(4), Duration.ZERO);
      queue.pump();
      client.last().fail(400, "InvalidParameterValueException");
      queue.pump();
      assertThat(client.calls()).hasSize(2);
      try (Journal next = journal(copyOf(journal.directory()).resolve("queue"))) {
        List<Journal.Found> found = new ArrayList<>();
        next.recover(found::add);
        assertThat(found)
            .extracting(f -> f.range().from(), f -> f.range().to(), Journal.Found::ambiguous)
            .containsExactly(tuple(0, 2, 1), tuple(2, 4, 0));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LimitExceeded",
        "LimitExceededFault",
        "RequestTimeTooSkewed",
        "InternalFailure",
        "SomethingNew",
        ""
      })
  void anErrorThatIsNotAboutTheContentDropsNothingAndStartsNoStorm(String code) {
    DeliveryQueue queue = queue(null);
    queue.offer(sums(508), Duration.ZERO);
    run(queue, Duration.ofMinutes(5), call -> call.fail(400, code));
    assertThat(client.calls()).hasSizeLessThan(45);
    assertThat(dropped()).isEmpty();
    run(queue, Duration.ofMinutes(2), Call::accept);
    assertThat(counters.entries().accepted()).isEqualTo(508);
  }

  @Test
  void aRequestAllOfWhosePartsAreRejectedIsKeptAndStartsNoStorm() {
    DeliveryQueue queue = queue(null);
    queue.offer(sums(508), Duration.ZERO);
    run(queue, Duration.ofMinutes(5), call -> call.fail(400, "InvalidParameterValueException"));
    assertThat(client.calls()).hasSizeLessThan(60);
    assertThat(dropped()).isEmpty();
    assertThat(queue.pending()).isEqualTo(508);
    run(queue, Duration.ofMinutes(2), Call::accept);
    assertThat(counters.entries().accepted()).isEqualTo(508);
  }

  @Test
  void aSingleRejectedDatumIsKeptUntilAnotherPartOfARequestIsAccepted() {
    DeliveryQueue queue = queue(null);
    Consumer<Call> answer =
        call -> {
          if (has(call, "poison")) {
            call.fail(400, "InvalidParameterValueException");
          } else {
            call.accept();
          }
        };
    queue.offer(List.of(datum("poison", true)), Duration.ZERO);
    run(queue, Duration.ofMinutes(1), answer);
    assertThat(dropped()).isEmpty();
    queue.offer(sums(3), Duration.ZERO);
    run(queue, Duration.ofMinutes(2), answer);
    assertThat(dropped()).isEqualTo(Map.of(DropReason.REJECTED, 1L));
    assertThat(counters.entries().accepted()).isEqualTo(3);
  }

  @Test
  void aSeriesThatIsRejectedInEveryStepIsQuarantined() {
    DeliveryQueue queue = queue(null);
    Consumer<Call> answer =
        call -> {
          if (has(call, "poison")) {
            call.fail(400, "InvalidParameterValueException");
          } else {
            call.accept();
          }
        };
    int inTheFourth = 0;
    for (int minute = 1; minute <= 10; minute++) {
      List<Datum> data = new ArrayList<>(sums(100));
      data.add(datum("poison", true));
      queue.offer(data, Duration.ZERO);
      int before = client.calls().size();
      run(queue, Duration.ofMinutes(1), answer);
      inTheFourth = client.calls().size() - before;
    }
    assertThat(inTheFourth).isEqualTo(1);
    assertThat(dropped()).isEqualTo(Map.of(DropReason.REJECTED, 10L));
    assertThat(counters.entries().accepted()).isEqualTo(1000);
  }
}
