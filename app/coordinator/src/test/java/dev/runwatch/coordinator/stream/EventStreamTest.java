/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.sparkjetty.ResponseStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EventStreamTest {

  private final Client client = new Client();
  private final EventStream stream = new EventStream();

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

  private static byte[] frame(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void theFirstFrameComesBeforeThoseThatWereSentWhileItWasMade() {
    stream.send(frame("b"));
    stream.send(frame("c"));
    stream.start(client, frame("a"));
    assertThat(client.read).containsExactly("abc");
  }

  @Test
  void framesThatWaitForASlowClientAreWrittenTogether() {
    stream.start(client, frame("a"));
    stream.send(frame("b"));
    stream.send(frame("c"));
    assertThat(client.read).containsExactly("a");
    client.written.run();
    assertThat(client.read).containsExactly("a", "bc");
    client.written.run();
    stream.send(frame("d"));
    assertThat(client.read).containsExactly("a", "bc", "d");
  }

  @Test
  void aClientThatReadsGetsEveryFrame() {
    stream.start(client, frame("first,"));
    for (int i = 0; i < 10_000; i++) {
      stream.send(frame(i + ","));
      if (i % 200 == 0) {
        client.written.run();
      }
    }
    client.written.run();
    assertThat(client.closed).isFalse();
    assertThat(String.join("", client.read)).startsWith("first,0,1,").endsWith("9998,9999,");
    assertThat(String.join("", client.read).split(",")).hasSize(10_001);
  }

  @Test
  void aStreamWhoseClientDoesNotReadIsClosed() {
    stream.start(client, frame("first"));
    for (int i = 0; i < 256; i++) {
      stream.send(frame("waits"));
    }
    assertThat(client.closed).isFalse();
    stream.send(frame("too many"));
    assertThat(client.closed).isTrue();
  }

  @Test
  void aStreamThatEndsBeforeItStartsIsClosedWhenItDoes() {
    stream.end();
    stream.start(client, frame("first"));
    assertThat(client.closed).isTrue();
    assertThat(client.read).isEmpty();
  }
}
