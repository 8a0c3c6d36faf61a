/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends runs that the coordinator may hand out again before it does so: when the renewals of their
 * leases stop. A stopped JVM ends nothing, so a {@link Guardian} outside of it does that too.
 *
 * <p>A lease is renewed by a heartbeat, and counts from the time at which the heartbeat was sent.
 * Runs end after four fifths of it. Thread-safe.
 */
final class Fence implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Fence.class);
  private static final long NONE = Long.MAX_VALUE;

  private final Path folder;
  private final Map<ProcessRecords.Id, Boolean> watched = new LinkedHashMap<>();
  private final Guardian guardian;
  private boolean guarded;
  private volatile long deadline = NONE;

  /**
   * @param folder where the guardian reads what to watch
   */
  Fence(Path folder) {
    this.folder = folder;
    this.guardian = new Guardian(folder);
  }

  /**
   * The heartbeat that was sent at this time has renewed the leases.
   *
   * @param sent as {@link Uptime#centis} returned it before the heartbeat was sent
   */
  synchronized void renewed(long sent, Duration lease) {
    deadline = sent + lease.toMillis() / 10 * 8 / 10;
    if (guarded) {
      try {
        write();
        guardian.ensureAlive();
      } catch (IOException e) {
        LOG.error("the guardian of the runs cannot be renewed: {}", e.toString());
      }
    }
  }

  /** Whether the leases have not been renewed in time. */
  boolean lapsed() {
    return Uptime.centis() >= deadline;
  }

  /**
   * Starts the guardian, before the first run that needs it.
   *
   * @throws IOException if it cannot be started
   */
  synchronized void prepare() throws IOException {
    guarded = true;
    write();
    guardian.ensureAlive();
  }

  /**
   * Watches a run.
   *
   * @param fenced whether it ends with its lease; all runs end with this JVM
   */
  synchronized void watch(ProcessRecords.Id process, boolean fenced) throws IOException {
    watched.put(process, fenced);
    if (guarded) {
      write();
    }
  }

  synchronized void release(ProcessRecords.Id process) {
    watched.remove(process);
    if (guarded) {
      try {
        write();
      } catch (IOException e) {
        LOG.warn("the guardian of the runs cannot be told of an end: {}", e.toString());
      }
    }
  }

  /** Whether the guardian has ended this process. */
  synchronized boolean hasEnded(ProcessRecords.Id process) {
    Path file = folder.resolve(Guardian.ENDED);
    try {
      return Files.exists(file)
          && Files.readAllLines(file).contains(process.pid() + " " + process.start());
    } catch (IOException e) {
      LOG.warn("cannot read {}: {}", file, e.toString());
      return false;
    }
  }

  private void write() throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(deadline == NONE ? "none" : Long.toString(deadline));
    watched.forEach(
        (process, fenced) ->
            lines.add((fenced ? "fenced " : "free ") + process.pid() + " " + process.start()));
    Files.createDirectories(folder);
    Path partial = folder.resolve(Guardian.WATCHED + ".partial");
    Files.write(partial, lines);
    Files.move(
        partial,
        folder.resolve(Guardian.WATCHED),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public synchronized void close() {
    guarded = false;
    guardian.close();
  }
}
