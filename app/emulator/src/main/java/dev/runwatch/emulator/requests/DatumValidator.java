/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.requests;

import dev.runwatch.common.Namespace;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

/**
 * Refuses what PutMetricData refuses. Source of the limits: PutMetricData, MetricDatum, Dimension
 * and StatisticSet of the CloudWatch API reference. The request's size is not checked.
 */
final class DatumValidator {

  private static final int MAX_DATA = 1_000;
  private static final int MAX_VALUES = 150;
  private static final int MAX_DIMENSIONS = 30;
  private static final int MAX_NAME = 255;
  private static final int MAX_DIMENSION_VALUE = 1_024;
  private static final double MAX_MAGNITUDE = Math.pow(2, 360);
  private static final Duration MAX_AGE = Duration.ofDays(14);
  private static final Duration MAX_LEAD = Duration.ofHours(2);
  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]+");

  private final Instant now;

  DatumValidator(Instant now) {
    this.now = now;
  }

  /**
   * Checks a request.
   *
   * @throws software.amazon.awssdk.services.cloudwatch.model.CloudWatchException for the first
   *     fault, naming the datum as {@code MetricData.member.N}
   */
  void check(PutMetricDataRequest request) {
    namespace(request.namespace());
    if (request.metricData().isEmpty()) {
      throw ServiceErrors.missing("The parameter MetricData is required.");
    }
    if (request.metricData().size() > MAX_DATA) {
      throw ServiceErrors.invalidValue(
          "The collection MetricData must not have a size greater than " + MAX_DATA + ".");
    }
    for (int i = 0; i < request.metricData().size(); i++) {
      datum("MetricData.member." + (i + 1) + ".", request.metricData().get(i));
    }
  }

  private static void namespace(@Nullable String namespace) {
    if (namespace == null) {
      throw ServiceErrors.missing("The parameter Namespace is required.");
    }
    if (!Namespace.isLegal(namespace)) {
      throw ServiceErrors.invalidValue(
          "The parameter Namespace must have " + Namespace.ALLOWED + ".");
    }
  }

  private void datum(String at, MetricDatum datum) {
    text(at + "MetricName", datum.metricName(), MAX_NAME);
    dimensions(at, datum.dimensions());
    Instant time = datum.timestamp();
    if (time != null && (time.isBefore(now.minus(MAX_AGE)) || time.isAfter(now.plus(MAX_LEAD)))) {
      throw ServiceErrors.invalidValue(
          at + "Timestamp must be at most two weeks in the past and two hours in the future.");
    }
    if (datum.unit() == StandardUnit.UNKNOWN_TO_SDK_VERSION) {
      throw ServiceErrors.invalidValue(at + "Unit " + datum.unitAsString() + " is unknown.");
    }
    Integer resolution = datum.storageResolution();
    if (resolution != null && resolution != 1 && resolution != 60) {
      throw ServiceErrors.invalidValue(at + "StorageResolution must be 1 or 60.");
    }
    samples(at, datum);
  }

  private static void samples(String at, MetricDatum datum) {
    StatisticSet statistics = datum.statisticValues();
    if (datum.value() == null && datum.values().isEmpty() && statistics == null) {
      throw ServiceErrors.missing(at + "Value, Values or StatisticValues is required.");
    }
    if (datum.value() != null) {
      if (!datum.values().isEmpty() || statistics != null) {
        throw ServiceErrors.invalidCombination(
            at + "Value must not be used together with Values or StatisticValues.");
      }
      number(at + "Value", datum.value());
    }
    values(at, datum.values(), datum.counts());
    if (statistics != null) {
      statistics(at + "StatisticValues.", statistics);
    }
  }

  private static void values(String at, List<Double> values, List<Double> counts) {
    if (values.size() > MAX_VALUES) {
      throw ServiceErrors.invalidValue(
          at + "Values must not have a size greater than " + MAX_VALUES + ".");
    }
    if (!counts.isEmpty() && counts.size() != values.size()) {
      throw ServiceErrors.invalidValue(at + "Counts must have the size of Values.");
    }
    counts.forEach(count -> positive(at + "Counts", count));
    values.forEach(value -> number(at + "Values", value));
  }

  private static void statistics(String at, StatisticSet set) {
    positive(at + "SampleCount", set.sampleCount());
    number(at + "Sum", set.sum());
    number(at + "Minimum", set.minimum());
    number(at + "Maximum", set.maximum());
    if (set.minimum() > set.maximum()) {
      throw ServiceErrors.invalidValue(at + "Minimum must not be greater than Maximum.");
    }
  }

  private static void dimensions(String at, List<Dimension> dimensions) {
    if (dimensions.size() > MAX_DIMENSIONS) {
      throw ServiceErrors.invalidValue(
          at + "Dimensions must not have a size greater than " + MAX_DIMENSIONS + ".");
    }
    Set<String> names = new HashSet<>();
    for (Dimension dimension : dimensions) {
      text(at + "Dimensions.Name", dimension.name(), MAX_NAME);
      text(at + "Dimensions.Value", dimension.value(), MAX_DIMENSION_VALUE);
      if (dimension.name().startsWith(":")) {
        throw ServiceErrors.invalidValue(at + "Dimensions.Name must not begin with a colon.");
      }
      if (!names.add(dimension.name())) {
        throw ServiceErrors.invalidValue(
            at + "Dimensions must not name " + dimension.name() + " twice.");
      }
    }
  }

  private static void text(String at, @Nullable String text, int max) {
    if (text == null) {
      throw ServiceErrors.missing("The parameter " + at + " is required.");
    }
    if (text.isBlank() || text.length() > max || !PRINTABLE.matcher(text).matches()) {
      throw ServiceErrors.invalidValue(
          at + " must have 1 to " + max + " printable ASCII characters, one of them not blank.");
    }
  }

  private static void number(String at, @Nullable Double value) {
    if (value == null) {
      throw ServiceErrors.missing("The parameter " + at + " is required.");
    }
    if (!(Math.abs(value) <= MAX_MAGNITUDE)) {
      throw ServiceErrors.invalidValue(
          at + " must be a number from -2^360 to 2^360, and is " + value + ".");
    }
  }

  private static void positive(String at, @Nullable Double value) {
    number(at, value);
    if (value != null && !(value > 0)) {
      throw ServiceErrors.invalidValue(at + " must be greater than 0.");
    }
  }
}
