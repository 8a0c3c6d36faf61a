/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.stream;

import dev.runwatch.common.DaemonExecutors;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.Transition;
import dev.runwatch.coordinator.store.StoreException;
import dev.runwatch.coordinator.store.TransitionStore;
import dev.runwatch.coordinator.task.RecurringTask;
import dev.runwatch.sparkjetty.Exchange;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open event streams. An event is encoded once, by a thread of its own, into a ring that all
 * streams read. A stream that has fallen behind the ring reads the store. No stream has a thread or
 * a queue, and nobody who changes a run waits for one.
 */
public final class EventStreams implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
  private static final Map<String, String> HEADERS =
      Map.of("Cache-Control", "no-cache", "X-Accel-Buffering", "no");
  private static final int PAGE = 500;

  /** How often a store that others change is looked at. */
  private static final Duration LOOK = Duration.ofMillis(500);

  private final TransitionStore store;
  private final Function<Run, String> encoder;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private final EventRing ring;
  private final ExecutorService events =
      Executors.newSingleThreadExecutor(DaemonExecutors.threads("coordinator-events"));
  private final ExecutorService replays =
      Executors.newSingleThreadExecutor(DaemonExecutors.threads("coordinator-replays"));
  private final RecurringTask heartbeats;
  private final @Nullable RecurringTask look;
  private final Map<EventStream, Function<EventFilter, String>> inits = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /**
   * Streams of the transitions from now on.
   *
   * @param shared whether other processes append transitions
   * @param encoder makes the JSON of a run's event
   * @param heartbeat how often a comment is sent; a client that has gone is only noticed by a write
   */
  public EventStreams(
      TransitionStore store, boolean shared, Function<Run, String> encoder, Duration heartbeat) {
    this.store = store;
    this.encoder = encoder;
    this.ring = new EventRing(store.last());
    this.heartbeats =
        new RecurringTask("coordinator-streams", heartbeat, () -> open.forEach(this::beat));
    heartbeats.start();
    this.look =
        shared
            ? new RecurringTask("coordinator-others", LOOK, () -> events.execute(this::look))
            : null;
    if (look != null) {
      look.start();
    }
  }

  private void beat(EventStream stream) {
    guarded(stream, stream::beat);
  }

  private static void guarded(EventStream stream, Runnable work) {
    try {
      work.run();
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
   * @param since the number of the last event that the client has, or null if it has none
   * @param init makes the JSON of the event that shows the present state
   */
  public void open(
      Exchange exchange,
      EventFilter filter,
      @Nullable Long since,
      Function<EventFilter, String> init) {
    EventStream stream = new EventStream(ring, filter, this::catchUp);
    inits.put(stream, init);
    open.add(stream);
    try {
      long last = store.last();
      boolean resumed = since != null && since <= last && isKept(since, last);
      byte[] first =
          resumed
              ? comment()
              : concat(
                  since == null ? new byte[0] : gap(Math.min(since + 1, last), last),
                  Frame.event(last, "init", init.apply(filter)));
      stream.start(
          exchange.stream("text/event-stream;charset=utf-8", HEADERS),
          first,
          resumed ? since : last);
    } catch (RuntimeException e) {
      forget(stream);
      throw e;
    }
    exchange.whenOver(() -> forget(stream));
    if (closed) {
      stream.end();
    }
  }

  private void forget(EventStream stream) {
    open.remove(stream);
    inits.remove(stream);
  }

  private boolean isKept(long since, long last) {
    if (since == last) {
      return true;
    }
    List<Transition> next = store.after(since, 1);
    return !next.isEmpty() && next.get(0).number() == since + 1;
  }

  /** Takes committed transitions; neither blocks nor throws. */
  public void committed(List<Transition> transitions) {
    try {
      events.execute(() -> publish(transitions));
    } catch (RejectedExecutionException e) {
      LOG.debug("{} transitions came after the end", transitions.size());
    }
  }

  private void look() {
    try {
      List<Transition> others;
      do {
        others = store.after(ring.last(), PAGE);
        add(others);
      } while (others.size() == PAGE);
    } catch (StoreException e) {
      LOG.debug("The store is looked at again later: {}", e.getMessage());
    }
  }

  private void publish(List<Transition> transitions) {
    if (look != null && transitions.get(0).number() > ring.last() + 1) {
      look(); // Another coordinator's come first; these come with them.
    } else {
      add(transitions);
    }
  }

  private void add(List<Transition> transitions) {
    if (transitions.isEmpty()) {
      return;
    }
    if (open.isEmpty()) {
      ring.skipTo(transitions.get(transitions.size() - 1).number());
      return;
    }
    long before = ring.last();
    ring.add(transitions.stream().map(it -> new Frame(it, this::encode)).toList());
    long after = ring.last();
    Set<RunId> changed = new HashSet<>();
    transitions.forEach(transition -> changed.add(transition.run().id()));
    for (EventStream stream : open) {
      RunId only = stream.filter().run();
      boolean concerned = only == null || changed.contains(only);
      guarded(stream, () -> stream.advance(before, after, concerned));
    }
  }

  /** Reads what a stream has missed from the store, on a thread that may wait for it. */
  private void catchUp(EventStream stream) {
    try {
      replays.execute(() -> guarded(stream, () -> replay(stream)));
    } catch (RejectedExecutionException e) {
      stream.end();
    }
  }

  private void replay(EventStream stream) {
    long from = stream.position();
    ByteArrayOutputStream missed = new ByteArrayOutputStream();
    long reached = from;
    for (Transition transition : store.after(from, PAGE)) {
      if (transition.number() != reached + 1) {
        break;
      }
      if (stream.filter().admits(transition.run())) {
        missed.writeBytes(encode(transition));
      }
      reached = transition.number();
    }
    Function<EventFilter, String> init = inits.get(stream);
    if (reached == from && init != null) {
      reached = store.last();
      missed.writeBytes(gap(from + 1, reached));
      missed.writeBytes(Frame.event(reached, "init", init.apply(stream.filter())));
    }
    stream.caughtUp(missed.toByteArray(), reached);
  }

  /** How many are open. */
  public int size() {
    return open.size();
  }

  private byte[] encode(Transition transition) {
    return Frame.event(transition.number(), "run", encoder.apply(transition.run()));
  }

  private static byte[] gap(long from, long to) {
    return ("event: gap\ndata: {\"from\":" + from + ",\"to\":" + to + "}\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] comment() {
    return ": resumed\n\n".getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(byte[] a, byte[] b) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(a);
    both.writeBytes(b);
    return both.toByteArray();
  }

  @Override
  public void close() {
    closed = true;
    heartbeats.close();
    if (look != null) {
      look.close();
    }
    events.shutdown();
    replays.shutdown();
    new ArrayList<>(open).forEach(EventStream::end);
  }
}
