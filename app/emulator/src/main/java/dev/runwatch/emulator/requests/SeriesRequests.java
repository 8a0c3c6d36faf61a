/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.requests;

import dev.runwatch.alarms.evaluation.SeriesSource;
import java.time.Duration;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;

/** {@code GetMetricData} over any source of data, with the errors of {@link MetricRequests}. */
public final class SeriesRequests {

  private final GetMetricData get;

  /**
   * @param minute the length of a minute
   */
  public SeriesRequests(SeriesSource source, Duration minute) {
    this.get = new GetMetricData(source, minute);
  }

  /** {@code GetMetricData}. */
  public GetMetricDataResponse get(GetMetricDataRequest request) {
    return get.answer(request);
  }
}
