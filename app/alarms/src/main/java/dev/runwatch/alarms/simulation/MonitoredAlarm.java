/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import java.time.Duration;
import java.time.Instant;

/** Any alarm whose periods are whole minutes, evaluated as in a rehearsal. Not thread-safe. */
final class MonitoredAlarm implements SimulatedAlarm {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final Trace trace;
  private final TraceSource source;
  private final AlarmMonitor monitor;
  private final long first;
  private int next;

  MonitoredAlarm(AlarmDefinition definition, Trace trace, AlarmState state, int extra) {
    this.trace = trace;
    this.source = new TraceSource(trace);
    this.monitor = new AlarmMonitor(definition.withoutWarmUp(), Instant.EPOCH, state, extra);
    long periods = (long) definition.rule().evaluationPeriods() + extra;
    this.first = periods * definition.period().toMinutes() - 1;
  }

  /** Whether its periods are whole minutes. */
  static boolean accepts(AlarmDefinition definition) {
    return definition.period().toMillis() % MINUTE.toMillis() == 0;
  }

  @Override
  public AlarmState state() {
    return monitor.state();
  }

  @Override
  public void evaluate(Transitions transitions) {
    while (next < trace.minutes()) {
      int minute = next;
      source.newest(minute);
      if (minute >= first) {
        monitor
            .evaluate(source, Instant.EPOCH.plus(MINUTE.multipliedBy(minute + 1L)))
            .ifPresent(change -> transitions.changed(minute, change.from(), change.to()));
      }
      next++;
    }
  }
}
