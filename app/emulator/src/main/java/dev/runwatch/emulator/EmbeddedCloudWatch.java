/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator;

import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.requests.MetricRequests;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/**
 * A client whose CloudWatch is a {@link MetricStore} in the same process. It supports {@code
 * PutMetricData}, {@code GetMetricData} and {@code ListMetrics}, with CloudWatch's limits and
 * errors; other operations throw {@link UnsupportedOperationException}. Every answer is complete
 * when the call returns. Thread-safe.
 */
public final class EmbeddedCloudWatch implements CloudWatchAsyncClient {

  private final MetricRequests requests;

  /**
   * Opens a client.
   *
   * @param store where data are kept; shared with its readers
   * @param clock the time by which timestamps are judged
   */
  public EmbeddedCloudWatch(MetricStore store, InstantSource clock) {
    this.requests = new MetricRequests(store, clock);
  }

  @Override
  public CompletableFuture<PutMetricDataResponse> putMetricData(PutMetricDataRequest request) {
    return answer(() -> requests.put(request));
  }

  @Override
  public CompletableFuture<GetMetricDataResponse> getMetricData(GetMetricDataRequest request) {
    return answer(() -> requests.get(request));
  }

  @Override
  public CompletableFuture<ListMetricsResponse> listMetrics(ListMetricsRequest request) {
    return answer(() -> requests.list(request));
  }

  private static <T> CompletableFuture<T> answer(Supplier<T> work) {
    try {
      return CompletableFuture.completedFuture(work.get());
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // The store holds memory only.
  }
}
