/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.requests;

import dev.runwatch.emulator.metrics.MetricStore;
import java.time.InstantSource;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/**
 * CloudWatch's operations on metrics against a store. Each throws a {@link
 * software.amazon.awssdk.services.cloudwatch.model.CloudWatchException} with status 400 and
 * CloudWatch's error code for a request that CloudWatch would refuse. Thread-safe.
 */
public final class MetricRequests {

  private final PutMetricData put;
  private final GetMetricData get;
  private final ListMetrics list;
  private final InstantSource clock;

  public MetricRequests(MetricStore store, InstantSource clock) {
    this.put = new PutMetricData(store);
    this.get = new GetMetricData(store, store.minute());
    this.list = new ListMetrics(store);
    this.clock = clock;
  }

  /** {@code PutMetricData}: takes all data of a request, or none. */
  public PutMetricDataResponse put(PutMetricDataRequest request) {
    put.accept(request, clock.instant());
    return PutMetricDataResponse.builder().build();
  }

  /** {@code GetMetricData}. */
  public GetMetricDataResponse get(GetMetricDataRequest request) {
    return get.answer(request);
  }

  /** {@code ListMetrics}. */
  public ListMetricsResponse list(ListMetricsRequest request) {
    return list.answer(request);
  }
}
