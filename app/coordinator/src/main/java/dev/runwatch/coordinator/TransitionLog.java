/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Transition;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A line for each change of a run. It has neither the parameters of the run nor its output or
 * error, which may hold secrets.
 */
final class TransitionLog {

  private static final Logger LOG = LoggerFactory.getLogger(TransitionLog.class);

  private TransitionLog() {}

  static void committed(List<Transition> transitions) {
    if (LOG.isInfoEnabled()) {
      transitions.forEach(TransitionLog::log);
    }
  }

  private static void log(Transition transition) {
    Run run = transition.run();
    RunStatus from = transition.from();
    LoggingEventBuilder line =
        LOG.atInfo()
            .addKeyValue("run_id", run.id().value())
            .addKeyValue("status", transition.to().wireName())
            .addKeyValue("transition", transition.number());
    line = from == null ? line : line.addKeyValue("from", from.wireName());
    if (run.runner() != null) {
      line =
          line.addKeyValue("runner_id", run.runner().value()).addKeyValue("attempt", run.attempt());
    }
    String trace = run.spec().traceparent();
    line = trace == null ? line : line.addKeyValue("traceparent", trace);
    line.log("Run changed");
  }
}
