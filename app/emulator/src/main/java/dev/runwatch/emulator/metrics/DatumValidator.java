/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.metrics;

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

/**
 * What CloudWatch refuses. One bad datum refuses the whole request, as there.
 *
 * <p>Limits: the API reference of PutMetricData and MetricDatum.
 */
final class DatumValidator {

  private static final int MAX_DATA = 1_000;
  private static final int MAX_VALUES = 150;
  private static final int MAX_DIMENSIONS = 30;
  private static final int MAX_NAME = 255;
  private static final int MAX_VALUE = 1_024;
  private static final double MAX_MAGNITUDE = Math.pow(2, 360);
  private static final Duration OLDEST = Duration.ofDays(14);
  private static final Duration NEWEST = Duration.ofHours(2);
  private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7e]*");

  private DatumValidator() {}

  /** What is wrong with a request, or null. */
  static @Nullable String fault(PutMetricDataRequest request, Instant now) {
    String namespace = request.namespace();
    if (namespace != null && namespace.startsWith("AWS/")) {
      return "The value AWS/ for parameter Namespace is invalid.";
    }
    if (!Namespace.isLegal(namespace)) {
      return "The parameter Namespace must have " + Namespace.ALLOWED + ".";
    }
    if (request.metricData().isEmpty() || request.metricData().size() > MAX_DATA) {
      return "The collection MetricData must not have a size greater than 1000.";
    }
    for (int i = 0; i < request.metricData().size(); i++) {
      String fault = fault(request.metricData().get(i), now);
      if (fault != null) {
        return "MetricData.member." + (i + 1) + ": " + fault;
      }
    }
    return null;
  }

  private static @Nullable String fault(MetricDatum datum, Instant now) {
    String name = datum.metricName();
    if (name == null || !legal(name, MAX_NAME)) {
      return "MetricName must have 1 to 255 printable ASCII characters.";
    }
    String dimensions = faultOf(datum.dimensions());
    if (dimensions != null) {
      return dimensions;
    }
    Instant time = datum.timestamp();
    if (time != null && (time.isBefore(now.minus(OLDEST)) || time.isAfter(now.plus(NEWEST)))) {
      return "Timestamp must be at most two weeks ago and two hours ahead.";
    }
    boolean value = datum.value() != null;
    boolean values = !datum.values().isEmpty();
    boolean statistics = datum.statisticValues() != null;
    if (value == (values || statistics)) {
      return "exactly one of Value, Values and StatisticValues is needed.";
    }
    if (statistics && !(datum.statisticValues().sampleCount() > 0)) {
      return "StatisticValues.SampleCount must be greater than 0.";
    }
    return value ? faultOf(datum.value()) : faultOf(datum.values(), datum.counts());
  }

  private static @Nullable String faultOf(List<Double> values, List<Double> counts) {
    if (values.size() > MAX_VALUES) {
      return "Values must not have a size greater than 150.";
    }
    if (!counts.isEmpty() && counts.size() != values.size()) {
      return "Values and Counts must be of one size.";
    }
    for (Double count : counts) {
      if (!(count > 0)) {
        return "Counts must be greater than 0.";
      }
    }
    for (Double value : values) {
      String fault = faultOf(value);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static @Nullable String faultOf(double value) {
    return Math.abs(value) <= MAX_MAGNITUDE
        ? null
        : "Value must be a number from -2^360 to 2^360, not " + value + ".";
  }

  private static @Nullable String faultOf(List<Dimension> dimensions) {
    if (dimensions.size() > MAX_DIMENSIONS) {
      return "Dimensions must not have a size greater than 30.";
    }
    Set<String> names = new HashSet<>();
    for (Dimension dimension : dimensions) {
      if (!legal(dimension.name(), MAX_NAME) || dimension.name().startsWith(":")) {
        return "a dimension's name must have 1 to 255 printable ASCII characters, the first no colon.";
      }
      if (!legal(dimension.value(), MAX_VALUE)) {
        return "a dimension's value must have 1 to 1024 printable ASCII characters.";
      }
      if (!names.add(dimension.name())) {
        return "the dimension " + dimension.name() + " is there twice.";
      }
    }
    return null;
  }

  private static boolean legal(@Nullable String text, int max) {
    return text != null
        && !text.isBlank()
        && text.length() <= max
        && PRINTABLE.matcher(text).matches();
  }
}
