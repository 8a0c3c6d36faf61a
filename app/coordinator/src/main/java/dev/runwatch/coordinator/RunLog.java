/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.runs.Transition;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A log line for each transition of a run that has a trace context, and for each failure, stop and
 * retry. The other transitions are logged at DEBUG. The text of an error is not logged: it is
 * output of the run.
 */
final class RunLog {

  private static final Logger LOG = LoggerFactory.getLogger(RunLog.class);

  void committed(List<Transition> transitions) {
    for (Transition transition : transitions) {
      if (isNotable(transition)) {
        LOG.info("{}", line(transition));
      } else if (LOG.isDebugEnabled()) {
        LOG.debug("{}", line(transition));
      }
    }
  }

  private static boolean isNotable(Transition transition) {
    return transition.run().spec().traceparent() != null
        || switch (transition.to()) {
          case FAILED, STOPPING, STOPPED -> true;
          case PENDING -> transition.isRetry();
          case CLAIMED, RUNNING, COMPLETED -> false;
        };
  }

  private static String line(Transition transition) {
    Run run = transition.run();
    StringBuilder line = new StringBuilder("run_id=").append(run.id());
    line.append(" attempt=").append(run.attempt());
    String trace = run.spec().traceparent();
    if (trace != null) {
      line.append(" traceparent=").append(trace);
    }
    line.append(": ").append(run.status().wireName());
    RunnerId runner = run.runner();
    if (runner != null) {
      line.append(", runner=").append(runner);
    }
    return line.toString();
  }
}
