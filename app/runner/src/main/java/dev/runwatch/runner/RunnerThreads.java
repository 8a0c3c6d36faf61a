/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.common.DaemonExecutors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadFactory;

/** Creates and owns the threads of one runner, named {@code runner-…}. Thread-safe. */
final class RunnerThreads {

  private final List<Thread> threads = new ArrayList<>();

  Thread start(String role, Runnable work) {
    Thread thread = make(role, work);
    thread.start();
    return thread;
  }

  ThreadFactory factory(String role) {
    return work -> make(role, work);
  }

  private synchronized Thread make(String role, Runnable work) {
    threads.removeIf(thread -> thread.getState() == Thread.State.TERMINATED);
    Thread thread = DaemonExecutors.threads("runner-" + role).newThread(work);
    threads.add(thread);
    return thread;
  }

  private synchronized List<Thread> others() {
    return threads.stream().filter(thread -> thread != Thread.currentThread()).toList();
  }

  /** Interrupts all threads but the calling one and waits for their end. */
  void end(long deadlineNanos) throws InterruptedException {
    List<Thread> others = others();
    others.forEach(Thread::interrupt);
    for (Thread thread : others) {
      long millis = (deadlineNanos - System.nanoTime()) / 1_000_000;
      thread.join(Math.max(1, millis));
    }
  }
}
