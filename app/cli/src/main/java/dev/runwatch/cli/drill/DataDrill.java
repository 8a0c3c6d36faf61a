/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Publishes data that breach an alarm, or none, and waits until CloudWatch itself changes its
 * state. It proves detection and delivery, and it needs an environment without services.
 */
final class DataDrill {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  /** Longer than a service is silent between two publications. */
  private static final Duration QUIET = Duration.ofMinutes(15);

  /** CloudWatch takes this many data in one request. */
  private static final int MAX_DATA = 1000;

  private final CloudWatchClient cloudWatch;
  private final SnsClient sns;
  private final SqsClient sqs;
  private final Changes changes;
  private final Waiting waiting;
  private final AlarmDefinition definition;
  private final String name;
  private final String queuePrefix;
  private Instant published = Instant.EPOCH;

  /**
   * @param changes what the drill changes, for the caller to undo
   * @param longest how long each change of state may take
   * @param definition the alarm as it is deployed
   * @param name its name in CloudWatch
   * @param queuePrefix what the names of its queues begin with
   * @param progress takes a line for each step
   */
  DataDrill(
      CloudWatchClient cloudWatch,
      SnsClient sns,
      SqsClient sqs,
      InstantSource clock,
      Changes changes,
      Duration longest,
      AlarmDefinition definition,
      String name,
      String queuePrefix,
      Consumer<String> progress) {
    this.cloudWatch = cloudWatch;
    this.sns = sns;
    this.sqs = sqs;
    this.changes = changes;
    this.waiting = new Waiting(clock, longest, progress);
    this.definition = definition;
    this.name = name;
    this.queuePrefix = queuePrefix;
  }

  /**
   * Runs the drill.
   *
   * @throws DrillFailedException if the alarm did not change its state, its notification did not
   *     leave, nobody was told, or something else publishes
   */
  void run() {
    MetricAlarm alarm = DrilledAlarm.describe(cloudWatch, name);
    String topic = DrilledAlarm.topic(alarm);
    SampleData breaching = data(AlarmState.ALARM);
    SampleData healthy = data(AlarmState.OK);
    refuseOtherPublishers();
    Notifications notifications = new Notifications(cloudWatch, name, topic);
    notifications.listen(sns, sqs, changes, queuePrefix, waiting::tell);
    if (alarm.stateValue() != StateValue.OK) {
      become(StateValue.OK, healthy);
    }
    Instant start = waiting.now();
    become(StateValue.ALARM, breaching);
    if (!waiting.until(
        "its notification left for " + topic,
        start,
        () -> notifications.left(StateValue.ALARM, start))) {
      throw new DrillFailedException(
          "not within "
              + waiting.longest()
              + ": its notification left; run  ./runwatch verify  to find the missing link");
    }
    new Recipients(sns, queuePrefix).tell(topic, waiting::tell);
    waiting.tell("the data stay in the metrics; the alarm returns once they are old");
  }

  private SampleData data(AlarmState state) {
    return SampleData.find(definition, state)
        .orElseThrow(
            () ->
                new DrillFailedException(
                    "no data of one value a minute bring "
                        + definition.name()
                        + " into "
                        + state
                        + "; drill it without --data"));
  }

  /** Data of others would decide the state, and these data would be taken for theirs. */
  private void refuseOtherPublishers() {
    Instant now = waiting.now().truncatedTo(ChronoUnit.MINUTES).plus(MINUTE);
    for (SampleData.Metric metric : SampleData.metrics(definition)) {
      boolean silent =
          cloudWatch
              .getMetricStatistics(
                  request ->
                      request
                          .namespace(metric.namespace())
                          .metricName(metric.name())
                          .dimensions(dimensions(metric))
                          .startTime(now.minus(QUIET))
                          .endTime(now)
                          .period((int) QUIET.toSeconds())
                          .statisticsWithStrings("SampleCount"))
              .datapoints()
              .isEmpty();
      if (!silent) {
        throw new DrillFailedException(
            "something publishes "
                + metric.name()
                + ": stop the services of the environment for 15 minutes, or drill one without"
                + " services");
      }
    }
  }

  private void become(StateValue state, SampleData data) {
    waiting.tell("publishing " + data.told());
    Instant start = waiting.now();
    // The whole evaluation range at once, unless data of this drill are there already.
    boolean first = published.equals(Instant.EPOCH);
    Instant from =
        first
            ? start.minus(
                definition.period().multipliedBy(definition.rule().evaluationPeriods() + 3))
            : published.plus(MINUTE);
    published = from.truncatedTo(ChronoUnit.MINUTES).minus(MINUTE);
    boolean changed =
        waiting.until(
            "CloudWatch evaluated the alarm to " + state,
            start,
            () -> {
              publishUntilNow(data);
              return DrilledAlarm.describe(cloudWatch, name).stateValue() == state;
            });
    if (!changed) {
      throw new DrillFailedException(
          "not within "
              + waiting.longest()
              + ": CloudWatch evaluated the alarm to "
              + state
              + "; it is in its warm-up, or does not detect what it is for: "
              + DrilledAlarm.describe(cloudWatch, name).stateReason());
    }
  }

  /** Every minute since the last one, the present one included. */
  private void publishUntilNow(SampleData data) {
    Instant now = waiting.now();
    List<MetricDatum> all = new ArrayList<>();
    while (!published.plus(MINUTE).isAfter(now)) {
      published = published.plus(MINUTE);
      Instant minute = published;
      data.values()
          .forEach(
              (metric, value) ->
                  value.ifPresent(
                      it ->
                          all.add(
                              MetricDatum.builder()
                                  .metricName(metric.name())
                                  .dimensions(dimensions(metric))
                                  .timestamp(minute)
                                  .value(it)
                                  .build())));
    }
    String namespace = SampleData.metrics(definition).get(0).namespace();
    for (int i = 0; i < all.size(); i += MAX_DATA) {
      List<MetricDatum> some = all.subList(i, Math.min(all.size(), i + MAX_DATA));
      changes.unlessEnded(
          () -> cloudWatch.putMetricData(request -> request.namespace(namespace).metricData(some)));
    }
  }

  private static List<Dimension> dimensions(SampleData.Metric metric) {
    return metric.dimensions().entrySet().stream()
        .map(it -> Dimension.builder().name(it.getKey()).value(it.getValue()).build())
        .toList();
  }
}
