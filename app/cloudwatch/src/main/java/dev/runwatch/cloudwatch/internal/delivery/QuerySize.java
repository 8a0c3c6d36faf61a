/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.Dimension;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * At most how many bytes data take as the SDK encodes them in AWS Query, the protocol of SDK
 * versions before 2.42: a form with a name for every number. Texts are ASCII by the time they get
 * here.
 *
 * @param namespace of all requests
 */
record QuerySize(String namespace) implements RequestSize {
  // The names with the longest numbers that occur in them: 1,000 data, 150 values, 30 dimensions.
  private static final int DATUM = "&MetricData.member.1000.".length();
  private static final int VALUE = DATUM + "Values.member.150=".length();
  private static final int COUNT = DATUM + "Counts.member.150=".length();
  private static final int NAME = DATUM + "Dimensions.member.30.Name=".length();
  private static final int DIMENSION_VALUE = DATUM + "Dimensions.member.30.Value=".length();
  private static final int LONGEST_TIMESTAMP = "2026-03-01T12%3A00%3A00.000Z".length();
  private static final int OTHERS =
      5 * DATUM
          + "MetricName=".length()
          + "Timestamp=".length()
          + LONGEST_TIMESTAMP
          + "Unit=".length()
          + "StorageResolution=60".length()
          + "Value=".length();

  @Override
  public long ofRequest(int data) {
    return "Action=PutMetricData&Version=2010-08-01&Namespace=".length() + text(namespace);
  }

  @Override
  public long of(Datum datum) {
    long size = OTHERS + text(datum.key().name()) + text(datum.key().unit().toString());
    for (Dimension dimension : datum.key().dimensions()) {
      size += NAME + text(dimension.name()) + DIMENSION_VALUE + text(dimension.value());
    }
    for (double value : datum.values()) {
      size += VALUE + number(value);
    }
    for (double count : datum.counts()) {
      size += COUNT + number(count);
    }
    return size;
  }

  private static long number(double number) {
    return Double.toString(number).length();
  }

  private static long text(String text) {
    return URLEncoder.encode(text, StandardCharsets.US_ASCII).length();
  }
}
