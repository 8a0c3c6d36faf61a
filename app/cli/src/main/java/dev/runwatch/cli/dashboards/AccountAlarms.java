/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.dashboards;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.evaluation.AlarmStatus;
import dev.runwatch.alarms.evaluation.StateTransition;
import dev.runwatch.common.Json;
import dev.runwatch.emulator.alarms.AlarmSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The alarms of an environment with their states in the account. The account is asked at most every
 * {@link #KEPT}, and for the history of an alarm only when its state has changed. Thread-safe.
 */
final class AccountAlarms implements Supplier<List<AlarmSnapshot>> {

  private static final Duration KEPT = Duration.ofSeconds(5);
  private static final int CHANGES = 50;
  private static final String MISSING =
      "There is no such alarm in the account; deploy the stack of this environment.";

  private final CloudWatchAsyncClient cloudWatch;
  private final String environment;
  private final List<AlarmDefinition> definitions;
  private final InstantSource clock;
  private final Map<String, AlarmSnapshot> known = new HashMap<>();
  private Instant readAt = Instant.MIN;

  /**
   * @param definitions as they are deployed
   */
  AccountAlarms(
      CloudWatchAsyncClient cloudWatch,
      String environment,
      List<AlarmDefinition> definitions,
      InstantSource clock) {
    this.cloudWatch = cloudWatch;
    this.environment = environment;
    this.definitions = definitions;
    this.clock = clock;
  }

  @Override
  public synchronized List<AlarmSnapshot> get() {
    Instant now = clock.instant();
    if (readAt.plus(KEPT).isBefore(now)) {
      read(now);
      readAt = now;
    }
    return definitions.stream().map(it -> Objects.requireNonNull(known.get(it.name()))).toList();
  }

  private void read(Instant now) {
    List<String> names = definitions.stream().map(it -> it.cloudWatchName(environment)).toList();
    Map<String, MetricAlarm> found =
        cloudWatch.describeAlarms(it -> it.alarmNames(names)).join().metricAlarms().stream()
            .collect(Collectors.toMap(MetricAlarm::alarmName, it -> it));
    for (AlarmDefinition definition : definitions) {
      MetricAlarm alarm = found.get(definition.cloudWatchName(environment));
      known.put(
          definition.name(),
          alarm == null ? missing(definition, now) : snapshot(definition, alarm));
    }
  }

  private static AlarmSnapshot missing(AlarmDefinition definition, Instant now) {
    return new AlarmSnapshot(
        definition,
        new AlarmStatus(AlarmState.INSUFFICIENT_DATA, now, MISSING, /* warmingUp= */ false),
        List.of());
  }

  private AlarmSnapshot snapshot(AlarmDefinition definition, MetricAlarm alarm) {
    Instant since =
        alarm.stateTransitionedTimestamp() == null
            ? alarm.stateUpdatedTimestamp()
            : alarm.stateTransitionedTimestamp();
    AlarmStatus status =
        new AlarmStatus(
            state(alarm.stateValueAsString()).orElse(AlarmState.INSUFFICIENT_DATA),
            since,
            String.valueOf(alarm.stateReason()),
            /* warmingUp= */ false);
    AlarmSnapshot before = known.get(definition.name());
    if (before != null
        && before.status().state() == status.state()
        && before.status().since().equals(since)) {
      return new AlarmSnapshot(definition, status, before.history());
    }
    return new AlarmSnapshot(definition, status, history(definition, alarm.alarmName()));
  }

  private List<StateTransition> history(AlarmDefinition definition, String name) {
    List<StateTransition> history = new ArrayList<>();
    List<AlarmHistoryItem> items =
        cloudWatch
            .describeAlarmHistory(
                it ->
                    it.alarmName(name)
                        .historyItemType(HistoryItemType.STATE_UPDATE)
                        .maxRecords(CHANGES))
            .join()
            .alarmHistoryItems();
    for (AlarmHistoryItem item : items) {
      change(definition, item).ifPresent(it -> history.add(0, it));
    }
    return history;
  }

  private static Optional<StateTransition> change(
      AlarmDefinition definition, AlarmHistoryItem item) {
    try {
      JsonNode data = Json.mapper().readTree(String.valueOf(item.historyData()));
      JsonNode next = data.path("newState");
      Optional<AlarmState> from = state(data.path("oldState").path("stateValue").asString(""));
      Optional<AlarmState> to = state(next.path("stateValue").asString(""));
      if (from.isEmpty() || to.isEmpty() || from.equals(to)) {
        return Optional.empty();
      }
      return Optional.of(
          new StateTransition(
              definition.name(),
              definition.severityOn(to.get()),
              item.timestamp(),
              from.get(),
              to.get(),
              next.path("stateReason").asString(""),
              definition.actions().actsOn(to.get())));
    } catch (JacksonException e) {
      return Optional.empty();
    }
  }

  private static Optional<AlarmState> state(String name) {
    return Arrays.stream(AlarmState.values()).filter(it -> it.name().equals(name)).findFirst();
  }
}
