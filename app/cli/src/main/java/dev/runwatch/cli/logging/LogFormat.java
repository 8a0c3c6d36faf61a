/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.logging;

import ch.qos.logback.classic.AsyncAppender;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;

/** How a service writes its log to standard error. */
public enum LogFormat {
  /** A line with the time, the level, the message and its keys. */
  TEXT,
  /** A line with a JSON object. */
  JSON;

  private static final String APPENDER = "stderr";
  private static final String TRANSITIONS = "dev.runwatch.coordinator.TransitionLog";

  /** How many events wait for a reader of standard error that is slow. Later ones are dropped. */
  private static final int MOST_WAITING = 8192;

  private static final int LONGEST_FLUSH_MILLIS = 5000;

  /**
   * From now on the log is written in this format, one line for each change of a run, on a thread
   * of its own: who does not read standard error stops no service.
   *
   * @return to be closed at the end: writes what waits
   */
  public AutoCloseable use() {
    if (!(LoggerFactory.getILoggerFactory() instanceof LoggerContext context)) {
      return () -> {};
    }
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    if (!(root.getAppender(APPENDER) instanceof OutputStreamAppender<ILoggingEvent> stderr)) {
      return () -> {};
    }
    context.getLogger(TRANSITIONS).setLevel(Level.INFO);
    if (this == JSON) {
      JsonLines encoder = new JsonLines();
      encoder.setContext(context);
      encoder.start();
      stderr.stop();
      stderr.setEncoder(encoder);
      stderr.start();
    }
    AsyncAppender async = new AsyncAppender();
    async.setContext(context);
    async.setName("async");
    async.setQueueSize(MOST_WAITING);
    async.setDiscardingThreshold(0);
    async.setNeverBlock(true);
    async.setMaxFlushTime(LONGEST_FLUSH_MILLIS);
    async.addAppender(stderr);
    async.start();
    root.detachAppender(stderr);
    root.addAppender(async);
    return () -> {
      root.detachAppender(async);
      // Writes what waits, and stops the other appender too.
      async.stop();
      stderr.start();
      root.addAppender(stderr);
    };
  }
}
