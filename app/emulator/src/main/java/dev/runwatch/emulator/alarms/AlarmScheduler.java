/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.evaluation.MutedActions;
import dev.runwatch.alarms.evaluation.SeriesSource;
import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.common.DaemonExecutors;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates alarms once a minute and runs the action of those that change. Thread-safe.
 *
 * <p>A minute is judged half a minute after its end. CloudWatch publishers send within a sixth of a
 * minute; data that arrive after their minute was judged would count as missing.
 */
public final class AlarmScheduler implements AutoCloseable {

  /** How many changes of each alarm are kept. */
  static final int HISTORY = 200;

  private static final Logger LOG = LoggerFactory.getLogger(AlarmScheduler.class);

  private final List<MonitoredAlarm> alarms = new ArrayList<>();
  private final SeriesSource source;
  private final AlarmAction action;
  private final InstantSource clock;
  private final ActiveMutes mutes = new ActiveMutes();
  private final ScheduledExecutorService executor = DaemonExecutors.scheduled("local-alarms");

  /**
   * New alarms, in INSUFFICIENT_DATA.
   *
   * @param definitions with the periods they have here, and without tokens
   * @param source the data that the alarms read
   * @param action called for a change into a state that has actions
   * @param clock the time of the evaluations
   */
  public AlarmScheduler(
      List<AlarmDefinition> definitions,
      SeriesSource source,
      AlarmAction action,
      InstantSource clock) {
    Instant now = clock.instant();
    definitions.forEach(it -> alarms.add(new MonitoredAlarm(it, now)));
    this.source = source;
    this.action = action;
    this.clock = clock;
  }

  /** Evaluates from now on, in the middle of every minute of this length. */
  public void start(Duration minute) {
    long millis = minute.toMillis();
    long untilNext = millis - Math.floorMod(clock.instant().toEpochMilli(), millis);
    var unused =
        executor.scheduleAtFixedRate(
            this::evaluate, untilNext + millis / 2, millis, TimeUnit.MILLISECONDS);
  }

  /** Evaluates every alarm once; one that fails does not keep the others from it. */
  void evaluate() {
    Instant now = clock.instant();
    for (MonitoredAlarm alarm : alarms) {
      try {
        alarm.evaluate(now);
      } catch (RuntimeException e) {
        LOG.warn("Alarm {} could not be evaluated: {}", alarm.definition.name(), e.getMessage(), e);
      }
    }
  }

  /**
   * Mutes alarms from now on: their changes run no action. When the mute ends, the action of an
   * alarm runs that is still in the state in which it was muted.
   *
   * @param alarm the name of an alarm, or empty for all
   * @return whether there is such an alarm
   */
  public boolean mute(Optional<String> alarm, Duration length) {
    if (alarm.isPresent()
        && alarms.stream().noneMatch(it -> it.definition.name().equals(alarm.get()))) {
      return false;
    }
    mutes.add(alarm, clock.instant().plus(length));
    return true;
  }

  /** Ends all mutes of an alarm, or all mutes, and runs the actions that were muted. */
  public void unmute(Optional<String> alarm) {
    mutes.remove(alarm);
    Instant now = clock.instant();
    alarms.forEach(it -> it.unmuted(now));
  }

  /** When the mutes of an alarm end, or empty if it is not muted. */
  public Optional<Instant> mutedUntil(String alarm) {
    return mutes.end(alarm, clock.instant());
  }

  /** The alarms with their states and changes, in the order of the definitions. */
  public List<AlarmSnapshot> all() {
    return alarms.stream().map(MonitoredAlarm::snapshot).toList();
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  /** An alarm and its past. Thread-safe. */
  private final class MonitoredAlarm {
    private final AlarmDefinition definition;
    private final AlarmMonitor monitor;
    private final MutedActions actions = new MutedActions();
    private final Deque<StateTransition> history = new ArrayDeque<>();

    MonitoredAlarm(AlarmDefinition definition, Instant now) {
      this.definition = definition;
      this.monitor = new AlarmMonitor(definition, Map.of(), now);
    }

    synchronized void evaluate(Instant now) {
      Optional<StateTransition> change = monitor.evaluate(source, now);
      change.ifPresent(this::changed);
      actions.after(change, now, mutes.covers(definition.name(), now)).ifPresent(this::runAction);
    }

    /** Runs an action that was muted, if the alarm is no longer muted. */
    synchronized void unmuted(Instant now) {
      actions
          .after(Optional.empty(), now, mutes.covers(definition.name(), now))
          .ifPresent(this::runAction);
    }

    private void changed(StateTransition change) {
      LOG.info("Alarm {} is {}: {}", definition.name(), change.to(), change.reason());
      history.addLast(change);
      if (history.size() > HISTORY) {
        history.removeFirst();
      }
    }

    private void runAction(StateTransition change) {
      try {
        action.alarmChanged(definition, change);
      } catch (RuntimeException e) {
        LOG.warn("The action of alarm {} failed: {}", definition.name(), e.getMessage(), e);
      }
    }

    synchronized AlarmSnapshot snapshot() {
      return new AlarmSnapshot(definition, monitor.status(), new ArrayList<>(history));
    }
  }
}
