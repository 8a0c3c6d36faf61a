/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.requests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.emulator.metrics.MetricKey;
import dev.runwatch.emulator.metrics.MetricStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/** What PutMetricData takes and refuses: each limit at its edge and one beyond. */
final class PutMetricDataTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:30Z");
  private static final double LARGEST = Math.pow(2, 360);

  private final MetricStore store = new MetricStore(Duration.ofMinutes(1));
  private final MetricRequests requests = new MetricRequests(store, () -> NOW);

  @Test
  void aDatumBecomesAMetricWithItsUnitAndDimensions() {
    taken(it -> it.unit(StandardUnit.SECONDS).dimensions(dimension("A", "1")));
    assertThat(store.keys()).containsExactly(new MetricKey("N", "m", Map.of("A", "1"), "Seconds"));
  }

  @Test
  void aDatumWithoutAUnitHasTheUnitNone() {
    taken(it -> {});
    assertThat(store.keys()).extracting(MetricKey::unit).containsExactly("None");
  }

  @Test
  void aRequestWithOneWrongDatumIsRefusedAsAWhole() {
    List<MetricDatum> data = List.of(datum(it -> {}), datum(it -> it.metricName(" ")));
    refused(request("N", data), "InvalidParameterValue", "MetricData.member.2.MetricName");
    assertThat(store.keys()).isEmpty();
  }

  @Test
  void aRequestHasAtMostAThousandData() {
    requests.put(request("N", Collections.nCopies(1_000, datum(it -> {}))));
    refused(
        request("N", Collections.nCopies(1_001, datum(it -> {}))),
        "InvalidParameterValue",
        "The collection MetricData must not have a size greater than 1000.");
  }

  @Test
  void aRequestWithoutDataIsRefused() {
    refused(request("N", List.of()), "MissingParameter", "MetricData");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Shop:Runs", "My App", "AWSome", "a/b#c_d-e.f"})
  void aNamespaceMayHaveAnyPrintableCharacter(String namespace) {
    requests.put(request(namespace, List.of(datum(it -> {}))));
    assertThat(store.keys()).extracting(MetricKey::namespace).containsExactly(namespace);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWS/", "AWS/x", ":a", " ", "ü", "a\nb"})
  void aWrongNamespaceIsRefused(String namespace) {
    refused(request(namespace, List.of(datum(it -> {}))), "InvalidParameterValue", "Namespace");
  }

  @Test
  void namesAreAtMost255CharactersLong() {
    taken(it -> it.metricName("m".repeat(255)).dimensions(dimension("d".repeat(255), "v")));
    refused(it -> it.metricName("m".repeat(256)), "InvalidParameterValue", "MetricName");
    refused(
        it -> it.dimensions(dimension("d".repeat(256), "v")),
        "InvalidParameterValue",
        "Dimensions.Name");
    List<MetricDatum> data = List.of(datum(it -> {}));
    requests.put(request("n".repeat(255), data));
    refused(request("n".repeat(256), data), "InvalidParameterValue", "Namespace");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "é", "a\tb"})
  void aMetricNameOfOtherCharactersIsRefused(String name) {
    refused(it -> it.metricName(name), "InvalidParameterValue", "MetricData.member.1.MetricName");
  }

  @Test
  void whatIsRequiredIsNamedWhenItIsMissing() {
    refused(it -> it.metricName(null), "MissingParameter", "MetricData.member.1.MetricName");
    refused(it -> it.value(null), "MissingParameter", "Value, Values or StatisticValues");
    refused(
        it -> it.dimensions(Dimension.builder().name("A").build()),
        "MissingParameter",
        "Dimensions.Value");
    refused(
        it -> it.value(null).statisticValues(StatisticSet.builder().sampleCount(1.0).build()),
        "MissingParameter",
        "StatisticValues.Sum");
    refused(
        PutMetricDataRequest.builder().metricData(datum(it -> {})).build(),
        "MissingParameter",
        "Namespace");
  }

  @Test
  void aDimensionsValueIsAtMost1024CharactersLong() {
    taken(it -> it.dimensions(dimension("A", "v".repeat(1_024))));
    refused(
        it -> it.dimensions(dimension("A", "v".repeat(1_025))),
        "InvalidParameterValue",
        "Dimensions.Value");
  }

  @Test
  void aMetricHasAtMostThirtyDimensions() {
    taken(it -> it.dimensions(dimensions(30)));
    refused(it -> it.dimensions(dimensions(31)), "InvalidParameterValue", "greater than 30");
  }

  @Test
  void aDimensionsNameBeginsWithoutAColonAndIsThereOnce() {
    taken(it -> it.dimensions(dimension("a:", "1")));
    refused(it -> it.dimensions(dimension(":a", "1")), "InvalidParameterValue", "colon");
    refused(
        it -> it.dimensions(dimension("A", "1"), dimension("A", "2")),
        "InvalidParameterValue",
        "must not name A twice");
  }

  @Test
  void aTimestampIsAtMostTwoWeeksOldAndTwoHoursAhead() {
    taken(it -> it.timestamp(NOW.minus(Duration.ofDays(14))));
    taken(it -> it.timestamp(NOW.plus(Duration.ofHours(2))));
    refused(
        it -> it.timestamp(NOW.minus(Duration.ofDays(14)).minusMillis(1)),
        "InvalidParameterValue",
        "Timestamp");
    refused(
        it -> it.timestamp(NOW.plus(Duration.ofHours(2)).plusMillis(1)),
        "InvalidParameterValue",
        "Timestamp");
  }

  @Test
  void aDatumHasAtMost150Values() {
    taken(it -> it.value(null).values(values(150)));
    refused(it -> it.value(null).values(values(151)), "InvalidParameterValue", "greater than 150");
  }

  @Test
  void thereIsACountForEachValueOrNone() {
    taken(it -> it.value(null).values(1.0, 2.0).counts(1.0, 0.5));
    refused(it -> it.value(null).values(1.0, 2.0).counts(1.0), "InvalidParameterValue", "Counts");
    refused(it -> it.value(null).values(1.0).counts(0.0), "InvalidParameterValue", "Counts");
    refused(it -> it.value(null).values(1.0).counts(-1.0), "InvalidParameterValue", "Counts");
  }

  @Test
  void aValueIsFiniteAndWithinItsRange() {
    taken(it -> it.value(LARGEST));
    taken(it -> it.value(-LARGEST));
    for (double wrong :
        List.of(
            Math.nextUp(LARGEST), -Math.nextUp(LARGEST), Double.NaN, Double.POSITIVE_INFINITY)) {
      refused(it -> it.value(wrong), "InvalidParameterValue", "Value must be a number");
      refused(
          it -> it.value(null).values(1.0, wrong),
          "InvalidParameterValue",
          "Values must be a number");
      refused(
          it -> it.value(null).statisticValues(set(1, wrong, 1, 1)),
          "InvalidParameterValue",
          "StatisticValues.Sum must be a number");
    }
  }

  @Test
  void valueExcludesValuesAndStatisticValues() {
    refused(it -> it.values(1.0), "InvalidParameterCombination", "Value must not be used");
    refused(
        it -> it.statisticValues(set(1, 1, 1, 1)),
        "InvalidParameterCombination",
        "Value must not be used");
    taken(it -> it.value(null).values(1.0).statisticValues(set(1, 1, 1, 1)));
  }

  @Test
  void aStatisticSetHasSamplesAndAMinimumBelowItsMaximum() {
    taken(it -> it.value(null).statisticValues(set(2, 3, 1, 2)));
    refused(
        it -> it.value(null).statisticValues(set(0, 0, 0, 0)),
        "InvalidParameterValue",
        "SampleCount must be greater than 0");
    refused(
        it -> it.value(null).statisticValues(set(2, 3, 2, 1)),
        "InvalidParameterValue",
        "Minimum must not be greater than Maximum");
  }

  @ParameterizedTest
  @CsvSource({"1, true", "60, true", "0, false", "30, false", "61, false"})
  void theStorageResolutionIsOneOrSixtySeconds(int seconds, boolean allowed) {
    if (allowed) {
      taken(it -> it.storageResolution(seconds));
    } else {
      refused(it -> it.storageResolution(seconds), "InvalidParameterValue", "StorageResolution");
    }
  }

  @Test
  void aUnitIsOneOfCloudWatchs() {
    refused(it -> it.unit("Parsecs"), "InvalidParameterValue", "Unit Parsecs is unknown");
  }

  private void taken(Consumer<MetricDatum.Builder> change) {
    requests.put(request("N", List.of(datum(change))));
  }

  private void refused(Consumer<MetricDatum.Builder> change, String code, String message) {
    refused(request("N", List.of(datum(change))), code, message);
  }

  private void refused(PutMetricDataRequest request, String code, String message) {
    assertThatThrownBy(() -> requests.put(request))
        .isInstanceOfSatisfying(
            CloudWatchException.class,
            e -> {
              assertThat(e.statusCode()).isEqualTo(400);
              assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
              assertThat(e.awsErrorDetails().errorMessage()).contains(message);
            });
  }

  private static PutMetricDataRequest request(String namespace, List<MetricDatum> data) {
    return PutMetricDataRequest.builder().namespace(namespace).metricData(data).build();
  }

  private static MetricDatum datum(Consumer<MetricDatum.Builder> change) {
    MetricDatum.Builder datum = MetricDatum.builder().metricName("m").value(1.0);
    change.accept(datum);
    return datum.build();
  }

  private static Dimension dimension(String name, String value) {
    return Dimension.builder().name(name).value(value).build();
  }

  private static List<Dimension> dimensions(int count) {
    return IntStream.range(0, count).mapToObj(i -> dimension("d" + i, "v")).toList();
  }

  private static List<Double> values(int count) {
    List<Double> values = new ArrayList<>();
    IntStream.range(0, count).forEach(i -> values.add((double) i));
    return values;
  }

  private static StatisticSet set(double count, double sum, double minimum, double maximum) {
    return StatisticSet.builder()
        .sampleCount(count)
        .sum(sum)
        .minimum(minimum)
        .maximum(maximum)
        .build();
  }
}
