/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import javax.servlet.AsyncContext;

/**
 * The open event streams. Each has a bounded queue of its own and no thread: a client that does not
 * read is disconnected, and the one who broadcasts never waits for it.
 */
public final class EventStreams implements AutoCloseable {

  private static final byte[] HEARTBEAT = ": heartbeat\n\n".getBytes(StandardCharsets.UTF_8);

  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private final AtomicLong ids = new AtomicLong();
  private final ScheduledExecutorService heartbeats =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "coordinator-streams");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * Begins to send heartbeats.
   *
   * @param heartbeat how often a comment is sent; a client that has gone is only noticed by a write
   */
  public EventStreams(Duration heartbeat) {
    var unused =
        heartbeats.scheduleWithFixedDelay(
            () -> open.forEach(stream -> stream.send(HEARTBEAT)),
            heartbeat.toMillis(),
            heartbeat.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * Opens a stream.
   *
   * @param request makes the request asynchronous, its headers set; only called once the first
   *     event is known, so that a failure before can be answered like any other
   * @param init makes the JSON of the first event; read after the stream hears of changes, so that
   *     none is missed in between
   */
  public void open(Supplier<AsyncContext> request, Supplier<String> init) throws IOException {
    EventStream stream = new EventStream(open::remove);
    open.add(stream);
    try {
      stream.first(frame("init", init.get()));
      stream.start(request.get());
    } catch (IOException | RuntimeException e) {
      open.remove(stream);
      throw e;
    }
    if (closed) {
      stream.end();
    }
  }

  /** Sends one event to all. */
  public void broadcast(String event, String json) {
    if (open.isEmpty()) {
      return;
    }
    byte[] frame = frame(event, json);
    open.forEach(stream -> stream.send(frame));
  }

  /** How many are open. */
  public int size() {
    return open.size();
  }

  private byte[] frame(String event, String json) {
    return ("id: " + ids.incrementAndGet() + "\nevent: " + event + "\ndata: " + json + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    closed = true;
    heartbeats.shutdownNow();
    List.copyOf(open).forEach(EventStream::end);
  }
}
