/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.stream;

import dev.runwatch.coordinator.task.RecurringTask;
import dev.runwatch.sparkjetty.Exchange;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open event streams. Each has a bounded queue of its own and no thread: a client that does not
 * read is disconnected, and the one who broadcasts never waits for it.
 */
public final class EventStreams implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
  private static final Map<String, String> HEADERS =
      Map.of("Cache-Control", "no-cache", "X-Accel-Buffering", "no");
  private static final byte[] HEARTBEAT = ": heartbeat\n\n".getBytes(StandardCharsets.UTF_8);

  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;
  private final AtomicLong ids = new AtomicLong();
  private final RecurringTask heartbeats;

  /**
   * Begins to send heartbeats.
   *
   * @param heartbeat how often a comment is sent; a client that has gone is only noticed by a write
   */
  public EventStreams(Duration heartbeat) {
    heartbeats =
        new RecurringTask("coordinator-streams", heartbeat, () -> open.forEach(this::beat));
    heartbeats.start();
  }

  private void beat(EventStream stream) {
    try {
      stream.send(HEARTBEAT);
    } catch (RuntimeException e) {
      // The others get theirs.
      LOG.warn("An event stream failed and is closed: {}", e.toString());
      stream.end();
    }
  }

  /**
   * Opens a stream.
   *
   * @param exchange the request; it is answered once the first event is known, so that a failure
   *     before can be answered like any other
   * @param init makes the JSON of the first event; called after the stream has begun to collect
   *     changes, so that none is missed in between
   */
  public void open(Exchange exchange, Supplier<String> init) {
    EventStream stream = new EventStream();
    open.add(stream);
    try {
      byte[] first = frame("init", init.get());
      stream.start(exchange.stream("text/event-stream;charset=utf-8", HEADERS), first);
    } catch (RuntimeException e) {
      open.remove(stream);
      throw e;
    }
    exchange.whenOver(() -> open.remove(stream));
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
    heartbeats.close();
    List.copyOf(open).forEach(EventStream::end);
  }
}
