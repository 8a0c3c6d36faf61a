/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator;

import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.metrics.RequestHandler;
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
 * CloudWatch within the JVM, for rehearsals: takes and refuses what CloudWatch takes and refuses,
 * and answers GetMetricData, expressions included, and ListMetrics. Every other operation fails
 * with {@link UnsupportedOperationException}. Safe for use by many threads.
 */
public final class EmbeddedCloudWatch implements CloudWatchAsyncClient {

  private final RequestHandler requests;

  /**
   * Opens one.
   *
   * @param store where data are kept
   */
  public EmbeddedCloudWatch(MetricStore store, InstantSource clock) {
    this.requests = new RequestHandler(store, clock);
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
    // It holds memory only.
  }
}
