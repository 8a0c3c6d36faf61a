/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.store.Retention;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.StoreOwner;
import dev.runwatch.sparkjetty.Exchange;
import dev.runwatch.sparkjetty.Response;
import dev.runwatch.sparkjetty.ResponseStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.JsonNodeFactory;

/** Streams that resume over a restart of the coordinator. */
final class EventStreamsTest {

  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  @TempDir Path folder;
  private SqlStore store;
  private EventStreams streams;

  /** A client that reads everything. */
  private static final class Client implements Exchange, ResponseStream {

    private final StringBuffer read = new StringBuffer();

    String events() {
      return read.toString().replaceAll("event: |data: |id: ", "").replace('\n', ' ').strip();
    }

    @Override
    public boolean respond(Response response) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean respond(Response response, Consumer<Boolean> outcome) {
      throw new UnsupportedOperationException();
    }

    @Override
    public ResponseStream stream(String contentType, Map<String, String> headers) {
      return this;
    }

    @Override
    public void after(Duration time, Runnable action) {}

    @Override
    public void whenOver(Runnable action) {}

    @Override
    public void write(byte[] bytes, Runnable written) {
      read.append(new String(bytes, StandardCharsets.UTF_8));
      written.run();
    }

    @Override
    public void close() {}
  }

  @BeforeEach
  void start() {
    store =
        SqlStore.open(
            folder.resolve("runs.db").toString(),
            new StoreOwner("dev", StoreOwner.Role.COORDINATOR));
    streams =
        new EventStreams(
            store.transitions(),
            store.shared(),
            run -> String.valueOf(run.sequence()),
            Duration.ofMinutes(1));
    store.onCommit(streams::committed);
  }

  @AfterEach
  void stop() {
    streams.close();
    store.close();
  }

  private Run create() {
    NewRun run =
        new NewRun(
            new RunSpec("echo", Demands.NONE, Duration.ofSeconds(1), null, null, null),
            JsonNodeFactory.instance.objectNode());
    return store.write(transaction -> transaction.create(run, NOW));
  }

  private Client open(@Nullable Long since, EventFilter filter) {
    Client client = new Client();
    streams.open(client, filter, since, it -> "state");
    return client;
  }

  private Client open(@Nullable Long since) {
    return open(since, new EventFilter(null, null));
  }

  private static void reads(Client client, String events) {
    await().untilAsserted(() -> assertThat(client.events()).isEqualTo(events));
  }

  @Test
  void aStreamThatResumesAfterARestartMissesAndRepeatsNothing() {
    Client before = open(null);
    create();
    create();
    reads(before, "0 init state  1 run 1  2 run 2");
    create();
    stop();
    start();
    create();
    Client after = open(2L);
    create();
    reads(after, ": resumed  3 run 3  4 run 4  5 run 5");
  }

  @Test
  void aStreamThatHasMissedTooMuchIsToldSo() {
    for (int i = 0; i < 5; i++) {
      create();
    }
    new Retention(store, Duration.ofDays(1), 10).apply(NOW.plus(Duration.ofDays(2)));
    reads(open(2L), "gap {\"from\":3,\"to\":5}  5 init state");
  }

  @Test
  void aStreamOfOneRunHasNoOther() {
    Run mine = create();
    Client client = open(null, new EventFilter(null, mine.id()));
    create();
    create();
    store.write(
        transaction -> transaction.change(mine, mine.ended(RunStatus.STOPPED, null, NOW), NOW));
    reads(client, "1 init state  4 run 1");
  }
}
