/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.HandOut;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.RunTimes;
import dev.runwatch.coordinator.runs.Transition;
import dev.runwatch.sparkjetty.ResponseStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class EventStreamTest {

  private static final EventFilter ALL = new EventFilter(null, null);
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  private final Client client = new Client();
  private final EventRing ring = new EventRing(0);
  private final List<EventStream> behind = new ArrayList<>();
  private long number;

  /** A client that reads when it is told to. */
  private static final class Client implements ResponseStream {

    final List<String> read = new ArrayList<>();
    boolean closed;
    Runnable written = () -> {};

    @Override
    public void write(byte[] bytes, Runnable whenWritten) {
      read.add(new String(bytes, StandardCharsets.UTF_8));
      written = whenWritten;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private EventStream stream(EventFilter filter) {
    return new EventStream(ring, filter, behind::add);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Adds an event whose text is the id of its run and a comma. */
  private void happens(String run, EventStream... streams) {
    long before = ring.last();
    number++;
    Run changed =
        new Run(
            1,
            new RunId(run),
            new RunSpec("echo", Demands.NONE, Duration.ofSeconds(1), null, null, null),
            RunStatus.PENDING,
            HandOut.NONE,
            Set.of(),
            null,
            RunTimes.of(NOW));
    ring.add(
        List.of(
            new Frame(
                new Transition(number, null, changed, NOW),
                transition -> bytes(transition.run().id() + ","))));
    for (EventStream stream : streams) {
      stream.advance(before, ring.last(), stream.filter().admits(changed));
    }
  }

  @Test
  void eventsThatHappenedWhileTheFirstOneWasMadeComeAfterIt() {
    EventStream stream = stream(ALL);
    happens("a", stream);
    happens("b", stream);
    stream.start(client, bytes("init,"), 1);
    client.written.run();
    assertThat(client.read).containsExactly("init,", "b,");
  }

  @Test
  void eventsThatWaitForASlowClientAreWrittenTogether() {
    EventStream stream = stream(ALL);
    stream.start(client, bytes("init,"), 0);
    happens("a", stream);
    happens("b", stream);
    assertThat(client.read).containsExactly("init,");
    client.written.run();
    assertThat(client.read).containsExactly("init,", "a,b,");
    client.written.run();
    happens("c", stream);
    assertThat(client.read).containsExactly("init,", "a,b,", "c,");
  }

  @Test
  void aClientThatReadsGetsEveryEventOfABurst() {
    EventStream stream = stream(ALL);
    stream.start(client, bytes("first,"), 0);
    for (int i = 0; i < 10_000; i++) {
      happens(String.valueOf(i), stream);
      if (i % 200 == 0) {
        client.written.run();
      }
    }
    client.written.run();
    client.written.run();
    assertThat(client.closed).isFalse();
    assertThat(behind).isEmpty();
    assertThat(String.join("", client.read)).startsWith("first,0,1,").endsWith("9998,9999,");
    assertThat(String.join("", client.read).split(",")).hasSize(10_001);
  }

  @Test
  void aClientThatFallsBehindTheRingIsGivenWhatItMissedAndStaysConnected() {
    EventStream stream = stream(ALL);
    stream.start(client, bytes("first,"), 0);
    for (int i = 0; i < 20_000; i++) {
      happens(String.valueOf(i), stream);
    }
    client.written.run();
    assertThat(behind).containsExactly(stream);
    assertThat(client.read).containsExactly("first,");
    long upTo = ring.last() - 2;
    stream.caughtUp(bytes("missed,"), upTo);
    client.written.run();
    assertThat(client.read).containsExactly("first,", "missed,", "19998,19999,");
    assertThat(client.closed).isFalse();
  }

  @Test
  void aStreamOfOneRunShowsNoOtherAndIsNeverBehindForIt() {
    EventStream stream = stream(new EventFilter(null, new RunId("mine")));
    stream.start(client, bytes("first,"), 0);
    client.written.run();
    for (int i = 0; i < 20_000; i++) {
      happens(String.valueOf(i), stream);
    }
    happens("mine", stream);
    assertThat(behind).isEmpty();
    assertThat(client.read).containsExactly("first,", "mine,");
  }

  @Test
  void aStreamThatEndsBeforeItStartsIsClosedWhenItDoes() {
    EventStream stream = stream(ALL);
    stream.end();
    stream.start(client, bytes("first"), 0);
    assertThat(client.closed).isTrue();
    assertThat(client.read).isEmpty();
  }
}
