/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.emulator.metrics.MetricKey;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.metrics.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

final class GetMetricDataTest {

  private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
  private static final Instant END = START.plusSeconds(600);

  private final MetricStore store = new MetricStore(Duration.ofMinutes(1));
  private final MetricRequests requests = new MetricRequests(store, () -> END);

  /** Ten minutes with 0 to 9 failed runs, and one of 10 runs completed in each. */
  @BeforeEach
  void fill() {
    for (int i = 0; i < 10; i++) {
      Instant minute = START.plusSeconds(60L * i);
      store.put(new MetricKey("N", "failed", Map.of("E", "x"), "Count"), minute, Samples.of(i));
      store.put(new MetricKey("N", "all", Map.of("E", "x"), "Count"), minute, Samples.of(10));
    }
  }

  @Test
  void dataPointsComeNewestFirstUnlessAscendingIsAskedFor() {
    MetricDataResult descending = only(get(it -> it.metricDataQueries(metric("m1", "failed", 60))));
    assertThat(descending.values()).startsWith(9.0, 8.0).endsWith(0.0).hasSize(10);
    assertThat(descending.timestamps()).startsWith(START.plusSeconds(540)).endsWith(START);
    MetricDataResult ascending =
        only(
            get(
                it ->
                    it.metricDataQueries(metric("m1", "failed", 60))
                        .scanBy(ScanBy.TIMESTAMP_ASCENDING)));
    assertThat(ascending.values()).startsWith(0.0, 1.0).endsWith(9.0);
    assertThat(ascending.timestamps()).startsWith(START);
    assertThat(ascending.statusCode()).isEqualTo(StatusCode.COMPLETE);
  }

  @Test
  void aMissingMinuteHasNoDataPoint() {
    GetMetricDataResponse response =
        get(
            it ->
                it.metricDataQueries(metric("m1", "failed", 60))
                    .startTime(START.minusSeconds(120))
                    .endTime(START.plusSeconds(60)));
    assertThat(only(response).timestamps()).containsExactly(START);
  }

  @Test
  void eachMetricKeepsItsOwnPeriod() {
    GetMetricDataResponse response =
        get(it -> it.metricDataQueries(metric("m1", "failed", 60), metric("m2", "failed", 300)));
    assertThat(result(response, "m1").timestamps()).contains(START.plusSeconds(540)).hasSize(10);
    assertThat(result(response, "m2").timestamps()).containsExactly(START.plusSeconds(300), START);
    assertThat(result(response, "m2").values()).containsExactly(35.0, 10.0);
  }

  @Test
  void theStartIsRoundedDownToItsMinute() {
    MetricDataResult result =
        only(
            get(
                it ->
                    it.metricDataQueries(metric("m1", "all", 60))
                        .startTime(START.plusSeconds(30))
                        .endTime(START.plusSeconds(60))));
    assertThat(result.timestamps()).containsExactly(START);
    assertThat(result.values()).containsExactly(10.0);
  }

  @Test
  void anExpressionIsEvaluatedOverTheMetrics() {
    GetMetricDataResponse response =
        get(
            it ->
                it.metricDataQueries(
                    metric("m1", "failed", 60).toBuilder().returnData(false).build(),
                    metric("m2", "all", 60).toBuilder().returnData(false).build(),
                    expression("half", "m1 / m2"),
                    expression("e1", "half * 100")));
    assertThat(response.metricDataResults())
        .extracting(MetricDataResult::id)
        .containsExactly("half", "e1");
    assertThat(result(response, "e1").values()).startsWith(90.0, 80.0);
  }

  @Test
  void aLabelIsReturnedAndElseTheId() {
    GetMetricDataResponse response =
        get(
            it ->
                it.metricDataQueries(
                    metric("m1", "failed", 60),
                    metric("m2", "all", 60).toBuilder().label("every run").build()));
    assertThat(result(response, "m1").label()).isEqualTo("m1");
    assertThat(result(response, "m2").label()).isEqualTo("every run");
  }

  @Test
  void aMetricWithoutDataIsAnEmptyCompleteResult() {
    MetricDataResult result = only(get(it -> it.metricDataQueries(metric("m1", "none", 60))));
    assertThat(result.values()).isEmpty();
    assertThat(result.statusCode()).isEqualTo(StatusCode.COMPLETE);
  }

  @Test
  void pagesHoldMaxDatapointsAndTogetherEverythingOnce() {
    List<Double> first = new ArrayList<>();
    List<Double> second = new ArrayList<>();
    List<StatusCode> codes = new ArrayList<>();
    String token = null;
    int pages = 0;
    do {
      String next = token;
      GetMetricDataResponse page =
          get(
              it ->
                  it.metricDataQueries(metric("m1", "failed", 60), metric("m2", "all", 60))
                      .maxDatapoints(6)
                      .nextToken(next));
      int points =
          page.metricDataResults().stream().mapToInt(result -> result.values().size()).sum();
      assertThat(points).isBetween(1, 6);
      for (MetricDataResult result : page.metricDataResults()) {
        (result.id().equals("m1") ? first : second).addAll(result.values());
        codes.add(result.statusCode());
      }
      token = page.nextToken();
      pages++;
    } while (token != null);
    assertThat(pages).isEqualTo(4);
    assertThat(first).containsExactly(9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0, 0.0);
    assertThat(second).hasSize(10);
    assertThat(codes)
        .containsExactly(
            StatusCode.PARTIAL_DATA,
            StatusCode.COMPLETE,
            StatusCode.PARTIAL_DATA,
            StatusCode.PARTIAL_DATA,
            StatusCode.COMPLETE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "0", "-1", "10"})
  void aTokenOfNoPageIsRefused(String token) {
    refused(
        it -> it.metricDataQueries(metric("m1", "failed", 60)).nextToken(token),
        "InvalidNextToken",
        "token");
  }

  @ParameterizedTest
  @CsvSource({"0", "100801"})
  void maxDatapointsHasItsRange(int points) {
    refused(
        it -> it.metricDataQueries(metric("m1", "failed", 60)).maxDatapoints(points),
        "InvalidParameterValue",
        "MaxDatapoints");
  }

  @Test
  void aRangeHasAtMost100800DataPoints() {
    MetricDataQuery minutes = metric("m1", "failed", 60);
    Instant earliest = END.minusSeconds(60L * 100_800);
    assertThat(only(get(it -> it.metricDataQueries(minutes).startTime(earliest))).values())
        .hasSize(10);
    refused(
        it -> it.metricDataQueries(minutes).startTime(earliest.minusSeconds(60)),
        "InvalidParameterValue",
        "100801 data points");
  }

  @Test
  void aRequestHasOneToFiveHundredQueries() {
    List<MetricDataQuery> queries =
        IntStream.range(0, 500).mapToObj(i -> metric("m" + i, "failed", 60)).toList();
    assertThat(get(it -> it.metricDataQueries(queries)).metricDataResults()).hasSize(500);
    List<MetricDataQuery> more = new ArrayList<>(queries);
    more.add(metric("m500", "failed", 60));
    refused(it -> it.metricDataQueries(more), "InvalidParameterValue", "greater than 500");
    refused(it -> it.metricDataQueries(List.of()), "MissingParameter", "MetricDataQueries");
  }

  @ParameterizedTest
  @ValueSource(strings = {"M1", "1m", "", "m-1"})
  void aWrongIdIsRefused(String id) {
    refused(
        it -> it.metricDataQueries(metric(id, "failed", 60)),
        "InvalidParameterValue",
        "The Id '" + id + "'");
  }

  @Test
  void anIdIsUsedOnce() {
    refused(
        it -> it.metricDataQueries(metric("m1", "failed", 60), metric("m1", "all", 60)),
        "InvalidParameterValue",
        "The Id 'm1' is used twice");
  }

  @Test
  void aQueryIsEitherAMetricOrAnExpression() {
    refused(
        it -> it.metricDataQueries(MetricDataQuery.builder().id("m1").build()),
        "InvalidParameterCombination",
        "either MetricStat or Expression");
    refused(
        it -> it.metricDataQueries(metric("m1", "failed", 60).toBuilder().expression("1").build()),
        "InvalidParameterCombination",
        "either MetricStat or Expression");
  }

  @Test
  void theStartIsBeforeTheEnd() {
    refused(
        it -> it.metricDataQueries(metric("m1", "failed", 60)).startTime(END),
        "InvalidParameterValue",
        "StartTime must be before EndTime");
    refused(
        it -> it.metricDataQueries(metric("m1", "failed", 60)).endTime(null),
        "MissingParameter",
        "StartTime and EndTime");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"Median | is not a statistic", "tm99 | does not compute tm99"})
  void aStatisticThatIsUnknownOrNotComputedIsRefused(String statistic, String message) {
    MetricDataQuery query =
        metric("m1", "failed", 60).toBuilder()
            .metricStat(metric("m1", "failed", 60).metricStat().toBuilder().stat(statistic).build())
            .build();
    refused(it -> it.metricDataQueries(query), "InvalidParameterValue", message);
  }

  @Test
  void aWrongExpressionIsRefusedWithItsReason() {
    refused(
        it -> it.metricDataQueries(metric("m1", "failed", 60), expression("e1", "m1 +")),
        "InvalidParameterValue",
        "");
    refused(
        it -> it.metricDataQueries(metric("m1", "failed", 60), expression("e1", "m2")),
        "InvalidParameterValue",
        "m2");
  }

  @Test
  void anExpressionOverMetricsOfTwoPeriodsIsRefused() {
    refused(
        it ->
            it.metricDataQueries(
                metric("m1", "failed", 60), metric("m2", "all", 300), expression("e1", "m1")),
        "InvalidParameterValue",
        "one Period only");
  }

  private GetMetricDataResponse get(Consumer<GetMetricDataRequest.Builder> change) {
    return requests.get(request(change));
  }

  private void refused(Consumer<GetMetricDataRequest.Builder> change, String code, String message) {
    assertThatThrownBy(() -> requests.get(request(change)))
        .isInstanceOfSatisfying(
            CloudWatchException.class,
            e -> {
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).contains(message);
            });
  }

  private static GetMetricDataRequest request(Consumer<GetMetricDataRequest.Builder> change) {
    GetMetricDataRequest.Builder request =
        GetMetricDataRequest.builder().startTime(START).endTime(END);
    change.accept(request);
    return request.build();
  }

  private static MetricDataQuery metric(String id, String name, int period) {
    return MetricDataQuery.builder()
        .id(id)
        .metricStat(
            it ->
                it.stat("Sum")
                    .period(period)
                    .metric(
                        metric ->
                            metric
                                .namespace("N")
                                .metricName(name)
                                .dimensions(Dimension.builder().name("E").value("x").build())))
        .build();
  }

  private static MetricDataQuery expression(String id, String expression) {
    return MetricDataQuery.builder().id(id).expression(expression).build();
  }

  private static MetricDataResult only(GetMetricDataResponse response) {
    assertThat(response.metricDataResults()).hasSize(1);
    return response.metricDataResults().get(0);
  }

  private static MetricDataResult result(GetMetricDataResponse response, String id) {
    return response.metricDataResults().stream()
        .filter(result -> result.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
