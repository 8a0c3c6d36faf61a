/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

/** The end of the checklist, by itself or by a signal: it removes what was made, once. */
final class Interruption {

  private final Processes processes;
  private final Cleanup cleanup;
  private final Protocol protocol;
  private final Thread hook;
  private boolean ended;

  Interruption(Processes processes, Cleanup cleanup, Protocol protocol) {
    this.processes = processes;
    this.cleanup = cleanup;
    this.protocol = protocol;
    this.hook = new Thread(this::end, "runwatch-conformance-cleanup");
  }

  /** For SIGTERM and Ctrl-C. */
  Thread hook() {
    return hook;
  }

  void removeHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending, and the hook runs.
    }
  }

  /** Ends what runs, removes what was made, and ends the report. */
  void end() {
    processes.interrupt();
    synchronized (this) {
      if (!ended) {
        ended = true;
        protocol.end(cleanup.end());
      }
    }
  }
}
