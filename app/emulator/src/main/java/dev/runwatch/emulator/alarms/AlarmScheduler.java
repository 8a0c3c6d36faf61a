/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.evaluation.AlarmStatus;
import dev.runwatch.alarms.evaluation.SeriesSource;
import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.emulator.notifications.Mail;
import dev.runwatch.emulator.notifications.Mailbox;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Evaluates the alarms every minute and mails what they say.
 *
 * <p>The evaluation of a minute waits for half a minute: publishers send within a sixth of one, and
 * a metric that arrives after its minute was judged would count as missing.
 */
public final class AlarmScheduler implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AlarmScheduler.class);
  private static final int HISTORY = 200;

  /** Stands where SNS names the region. */
  private static final String REGION = "Local";

  private final List<Watched> alarms = new ArrayList<>();
  private final SeriesSource source;
  private final Mailbox mails;
  private final List<String> mailTo;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread created = new Thread(task, "local-alarms");
            created.setDaemon(true);
            return created;
          });

  /**
   * New alarms, in INSUFFICIENT_DATA.
   *
   * @param definitions with the periods they are to have here
   * @param bindings what the tokens of the definitions stand for
   */
  public AlarmScheduler(
      List<AlarmDefinition> definitions,
      Map<String, String> bindings,
      SeriesSource source,
      Mailbox mails,
      List<String> mailTo,
      InstantSource clock) {
    Instant now = clock.instant();
    definitions.forEach(it -> alarms.add(new Watched(it, new AlarmMonitor(it, bindings, now))));
    this.source = source;
    this.mails = mails;
    this.mailTo = List.copyOf(mailTo);
    this.clock = clock;
  }

  /** Evaluates from now on, once a minute of that length. */
  public void start(Duration minute) {
    long millis = minute.toMillis();
    long untilNext = millis - Math.floorMod(clock.instant().toEpochMilli(), millis);
    var unused =
        thread.scheduleAtFixedRate(
            this::evaluate, untilNext + millis / 2, millis, TimeUnit.MILLISECONDS);
  }

  private void evaluate() {
    Instant now = clock.instant();
    for (Watched alarm : alarms) {
      try {
        synchronized (alarm) {
          alarm.monitor.evaluate(source, now).ifPresent(it -> changed(alarm, it));
        }
      } catch (RuntimeException e) {
        LOG.warn("Alarm {} could not be evaluated", alarm.definition.name(), e);
      }
    }
  }

  private void changed(Watched alarm, StateTransition change) {
    alarm.history.addLast(change);
    if (alarm.history.size() > HISTORY) {
      alarm.history.removeFirst();
    }
    // A rehearsal starts often; that nothing is wrong at a start is no news.
    boolean firstOk = change.from() == AlarmState.INSUFFICIENT_DATA && change.to() == AlarmState.OK;
    if (!firstOk) {
      mails.add(mail(alarm.definition, change));
    }
  }

  private Mail mail(AlarmDefinition definition, StateTransition change) {
    String topic = change.severity().name().toLowerCase(Locale.ROOT);
    String subject = change.to() + ": \"" + definition.name() + "\" in " + REGION;
    String body =
        String.join(
            "\n",
            "Alarm \""
                + definition.name()
                + "\" went from "
                + change.from()
                + " to "
                + change.to()
                + ".",
            "",
            "Severity: " + topic,
            "At:       " + change.at(),
            "Reason:   " + change.reason(),
            "",
            definition.description(),
            "");
    return new Mail(change.at(), topic, mailTo, subject, body);
  }

  /** How one alarm stands. */
  public record Standing(
      AlarmDefinition definition, AlarmStatus status, List<StateTransition> history) {
    public Standing {
      history = List.copyOf(history);
    }
  }

  /** How the alarms stand, each with its changes, oldest first. */
  public List<Standing> all() {
    List<Standing> all = new ArrayList<>();
    for (Watched alarm : alarms) {
      synchronized (alarm) {
        all.add(
            new Standing(alarm.definition, alarm.monitor.status(), new ArrayList<>(alarm.history)));
      }
    }
    return all;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /** An alarm and its past. Guarded by itself. */
  private static final class Watched {
    private final AlarmDefinition definition;
    private final AlarmMonitor monitor;
    private final Deque<StateTransition> history = new ArrayDeque<>();

    Watched(AlarmDefinition definition, AlarmMonitor monitor) {
      this.definition = definition;
      this.monitor = monitor;
    }
  }
}
