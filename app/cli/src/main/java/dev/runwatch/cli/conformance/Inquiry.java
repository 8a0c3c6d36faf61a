/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import dev.runwatch.common.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.HistoryItemType;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricAlarmRequest;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import tools.jackson.core.JacksonException;

/**
 * Asks CloudWatch what AWS does not publish: temporary alarms without actions watch metrics of
 * their own, whose data stop or are late on purpose, and their history is the answer.
 */
final class Inquiry {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** A metric has data in these minutes, each sent in the middle of its minute; then it stops. */
  private static final int STEADY_MINUTES = 6;

  /** Metrics that are late have data in these minutes. */
  private static final int LATE_MINUTES = 11;

  /** From the first datum to the reading of the history. */
  private static final Duration LENGTH = Duration.ofMinutes(16);

  private final CloudWatchClient client;
  private final Timeline time;
  private final ProbeAlarms alarms;
  private final Cleanup cleanup;

  /** A datum and when it is sent. */
  private record Sending(Instant at, String metric, Instant minute) {}

  Inquiry(CloudWatchClient client, Timeline time, ProbeAlarms alarms, Cleanup cleanup) {
    this.client = client;
    this.time = time;
    this.alarms = alarms;
    this.cleanup = cleanup;
  }

  /**
   * Asks; it takes about 17 minutes.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException if AWS refuses
   */
  List<Answer> ask() {
    List<PutMetricAlarmRequest> all = alarms.all();
    List<String> names = all.stream().map(PutMetricAlarmRequest::alarmName).toList();
    Instant made = time.now();
    cleanup.make(
        "the probes",
        () -> all.forEach(client::putMetricAlarm),
        () -> client.deleteAlarms(it -> it.alarmNames(names)),
        "temporary alarms are left; run  aws cloudwatch delete-alarms --alarm-names "
            + String.join(" ", names));
    Instant start = time.now().truncatedTo(ChronoUnit.MINUTES).plus(MINUTE);
    for (Sending sending : sendings(start)) {
      time.until(sending.at());
      send(sending);
    }
    time.until(start.plus(LENGTH));
    Observation observation = new Observation(made, start, LATE_MINUTES, transitions(made, names));
    client.deleteAlarms(it -> it.alarmNames(names));
    cleanup.forget("the probes");
    return Judgement.of(observation);
  }

  private static List<Sending> sendings(Instant start) {
    List<Sending> all = new ArrayList<>();
    for (int i = 0; i < STEADY_MINUTES; i++) {
      Instant minute = start.plus(MINUTE.multipliedBy(i));
      all.add(new Sending(minute.plusSeconds(30), ProbeAlarms.STEADY, minute));
    }
    for (int i = 0; i < LATE_MINUTES; i++) {
      Instant minute = start.plus(MINUTE.multipliedBy(i));
      Instant end = minute.plus(MINUTE);
      all.add(new Sending(end.plus(ProbeAlarms.PROMPT_DELAY), ProbeAlarms.PROMPT, minute));
      all.add(new Sending(end.plus(ProbeAlarms.LATE_DELAY), ProbeAlarms.LATE, minute));
    }
    all.sort(Comparator.comparing(Sending::at));
    return all;
  }

  private void send(Sending sending) {
    client.putMetricData(
        request ->
            request
                .namespace(alarms.namespace())
                .metricData(
                    MetricDatum.builder()
                        .metricName(sending.metric())
                        .timestamp(sending.minute())
                        .value(1.0)
                        .unit(StandardUnit.COUNT)
                        .build()));
  }

  private Map<String, List<Observation.Change>> transitions(Instant since, List<String> names) {
    Map<String, List<Observation.Change>> all = new TreeMap<>();
    for (String name : names) {
      List<Observation.Change> changes = new ArrayList<>();
      client
          .describeAlarmHistoryPaginator(
              request ->
                  request
                      .alarmName(name)
                      .historyItemType(HistoryItemType.STATE_UPDATE)
                      .startDate(since)
                      .scanBy(ScanBy.TIMESTAMP_ASCENDING))
          .alarmHistoryItems()
          .forEach(item -> changes.add(new Observation.Change(item.timestamp(), state(item))));
      all.put(alarms.suffix(name), changes);
    }
    return all;
  }

  private static StateValue state(AlarmHistoryItem item) {
    try {
      return StateValue.fromValue(
          Json.mapper()
              .readTree(String.valueOf(item.historyData()))
              .path("newState")
              .path("stateValue")
              .asString(""));
    } catch (JacksonException e) {
      return StateValue.UNKNOWN_TO_SDK_VERSION;
    }
  }
}
