/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.backtest.History;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.ComparisonOperator;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateRequest;
import software.amazon.awssdk.services.cloudwatch.model.SetAlarmStateResponse;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;
import software.amazon.awssdk.services.cloudwatch.paginators.DescribeAlarmsIterable;

class DriverTest {

  private static final Instant NOW = Instant.parse("2026-01-05T10:00:30Z");

  @Test
  void anAlarmWithMetricMathIsEvaluatedHereAndItsStateSetThere() {
    FakeCloudWatch cloudWatch = new FakeCloudWatch(2, 8);
    cloudWatch.alarms.add(failureRate(StateValue.OK));
    List<String> changes = new ArrayList<>();
    Driver.Round round = new Driver(cloudWatch, "runwatch-", false).round(NOW, changes::add);
    assertThat(round).isEqualTo(new Driver.Round(1, 1, List.of()));
    assertThat(cloudWatch.set).hasSize(1);
    assertThat(cloudWatch.set.get(0).alarmName()).isEqualTo("runwatch-dev-high-failure-rate");
    assertThat(cloudWatch.set.get(0).stateValue()).isEqualTo(StateValue.ALARM);
    assertThat(cloudWatch.set.get(0).stateReason())
        .isEqualTo(
            "Threshold Crossed: 1 datapoint [0.2 (05/01/26 09:45:00)] was greater than the threshold"
                + " (0.1).");
    assertThat(changes).hasSize(1);
    assertThat(cloudWatch.expressions).isZero();
  }

  @Test
  void anAlarmThatIsAsItShouldBeIsLeftAlone() {
    FakeCloudWatch cloudWatch = new FakeCloudWatch(2, 8);
    cloudWatch.alarms.add(failureRate(StateValue.ALARM));
    assertThat(new Driver(cloudWatch, "", false).round(NOW, change -> {}))
        .isEqualTo(new Driver.Round(1, 0, List.of()));
    assertThat(cloudWatch.set).isEmpty();
  }

  @Test
  void plainAlarmsAreDrivenOnRequestOnlyAndForeignOnesAreToldOf() {
    FakeCloudWatch cloudWatch = new FakeCloudWatch(2, 8);
    cloudWatch.alarms.add(
        failureRate(StateValue.OK).toBuilder()
            .alarmName("plain")
            .metrics((List<MetricDataQuery>) null)
            .namespace("Runwatch")
            .metricName("runs_failed_total")
            .statistic("Sum")
            .period(60)
            .build());
    cloudWatch.alarms.add(
        failureRate(StateValue.OK).toBuilder()
            .alarmName("band")
            .comparisonOperator(ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD)
            .build());
    Driver.Round some = new Driver(cloudWatch, "", false).round(NOW, change -> {});
    assertThat(some.driven()).isZero();
    assertThat(some.skipped())
        .containsExactly(
            "band: ComparisonOperator: 'GreaterThanUpperThreshold' is not a valid value");
    assertThat(new Driver(cloudWatch, "", true).round(NOW, change -> {}).driven()).isOne();
  }

  @Test
  void anAlarmThatCannotBeEvaluatedIsNamedAndTheOthersAreDriven() {
    FakeCloudWatch cloudWatch = new FakeCloudWatch(2, 8);
    MetricAlarm usual = failureRate(StateValue.OK);
    cloudWatch.alarms.add(
        usual.toBuilder()
            .alarmName("anomaly")
            .threshold(null)
            .thresholdMetricId("band")
            .comparisonOperator(ComparisonOperator.LESS_THAN_LOWER_OR_GREATER_THAN_UPPER_THRESHOLD)
            .metrics(expression("band", "ANOMALY_DETECTION_BAND(m1, 2)"))
            .build());
    cloudWatch.alarms.add(
        usual.toBuilder()
            .alarmName("sql")
            .metrics(expression("q", "SELECT MAX(x) FROM \"Runwatch\""))
            .build());
    cloudWatch.alarms.add(
        usual.toBuilder().alarmName("search").metrics(expression("q", "SEARCH('x')")).build());
    cloudWatch.alarms.add(
        MetricAlarm.builder().alarmName("promql").metrics(expression("q", "up == 0")).build());
    cloudWatch.alarms.add(
        usual.toBuilder().alarmName("stateless").stateValue((String) null).build());
    cloudWatch.alarms.add(usual);
    Driver.Round round = new Driver(cloudWatch, "", false).round(NOW, change -> {});
    assertThat(round.driven()).isOne();
    assertThat(round.changed()).isOne();
    assertThat(round.skipped())
        .hasSize(5)
        .allSatisfy(line -> assertThat(line).matches("(anomaly|sql|search|promql|stateless): .+"));
  }

  private static MetricDataQuery expression(String id, String expression) {
    return MetricDataQuery.builder().id(id).expression(expression).returnData(true).build();
  }

  @Test
  void historyIsReadADayAtATimeAndPageByPage() {
    FakeCloudWatch cloudWatch = new FakeCloudWatch(1, 1);
    MetricStat stat =
        new MetricStat("Runwatch", "x", Map.of(), Statistic.SUM, Duration.ofMinutes(1), null);
    Instant from = Instant.parse("2026-01-01T00:00:00Z");
    List<String> progress = new ArrayList<>();
    History history =
        new MetricData(cloudWatch)
            .read(
                List.of(stat),
                from,
                from.plus(Duration.ofHours(60)),
                Duration.ofMinutes(1),
                (done, all, points) -> progress.add(done + "/" + all + " " + points));
    assertThat(history.count(stat)).isEqualTo(3_600);
    assertThat(progress).containsExactly("1/3 1440", "2/3 2880", "3/3 3600");
    assertThat(cloudWatch.pages).isEqualTo(2 + 2 + 1);
  }

  /** As DescribeAlarms returns it: with an empty list where an alarm with metric math has none. */
  private static MetricAlarm failureRate(StateValue state) {
    return MetricAlarm.builder()
        .dimensions(List.of())
        .alarmName("runwatch-dev-high-failure-rate")
        .stateValue(state)
        .evaluationPeriods(1)
        .threshold(0.1)
        .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
        .treatMissingData("notBreaching")
        .metrics(
            leg("failed", "runs_failed_total"),
            leg("completed", "runs_completed_total"),
            MetricDataQuery.builder()
                .id("rate")
                .expression("IF(failed >= 2, failed/(completed + failed), 0)")
                .returnData(true)
                .build())
        .build();
  }

  private static MetricDataQuery leg(String id, String name) {
    return MetricDataQuery.builder()
        .id(id)
        .returnData(false)
        .metricStat(
            software.amazon.awssdk.services.cloudwatch.model.MetricStat.builder()
                .stat("Sum")
                .period(900)
                .metric(
                    Metric.builder()
                        .namespace("Runwatch")
                        .metricName(name)
                        .dimensions(Dimension.builder().name("Environment").value("dev").build())
                        .build())
                .build())
        .build();
  }

  /** Pages of a thousand points; a value in the newest minute, or in every one. */
  private static final class FakeCloudWatch implements CloudWatchClient {

    private static final int PAGE = 1_000;

    final List<MetricAlarm> alarms = new ArrayList<>();
    final List<SetAlarmStateRequest> set = new ArrayList<>();
    private final double failed;
    private final double completed;
    int expressions;
    int pages;

    FakeCloudWatch(double failed, double completed) {
      this.failed = failed;
      this.completed = completed;
    }

    @Override
    public DescribeAlarmsIterable describeAlarmsPaginator(DescribeAlarmsRequest request) {
      return new DescribeAlarmsIterable(this, request);
    }

    @Override
    public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
      return DescribeAlarmsResponse.builder().metricAlarms(alarms).build();
    }

    @Override
    public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
      pages++;
      int first = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
      List<MetricDataResult> results = new ArrayList<>();
      int size = (int) Duration.between(request.startTime(), request.endTime()).toMinutes();
      int last = Math.min(size, first + PAGE);
      for (MetricDataQuery query : request.metricDataQueries()) {
        expressions += query.expression() == null ? 0 : 1;
        String name = query.metricStat().metric().metricName();
        List<Instant> times = new ArrayList<>();
        List<Double> values = new ArrayList<>();
        for (int i = first; i < last; i++) {
          if (name.equals("x") || i == size - 1) {
            times.add(request.startTime().plusSeconds(60L * i));
            values.add(name.equals("runs_failed_total") ? failed : completed);
          }
        }
        results.add(
            MetricDataResult.builder().id(query.id()).timestamps(times).values(values).build());
      }
      return GetMetricDataResponse.builder()
          .metricDataResults(results)
          .nextToken(last < size ? Integer.toString(last) : null)
          .build();
    }

    @Override
    public SetAlarmStateResponse setAlarmState(SetAlarmStateRequest request) {
      set.add(request);
      return SetAlarmStateResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
