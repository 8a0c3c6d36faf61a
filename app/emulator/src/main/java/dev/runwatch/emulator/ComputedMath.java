/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator;

import dev.runwatch.alarms.evaluation.SeriesSource;
import dev.runwatch.emulator.requests.SeriesRequests;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;

/**
 * A client that answers {@code GetMetricData} by computing metric math over a source of data, for
 * endpoints that have no metric math, such as LocalStack. It supports no other operation.
 * Thread-safe if the source is.
 */
public final class ComputedMath implements CloudWatchAsyncClient {

  private final SeriesRequests requests;

  /**
   * A client.
   *
   * @param source the data of metrics; a read may wait
   * @param minute the length of a minute
   */
  public ComputedMath(SeriesSource source, Duration minute) {
    this.requests = new SeriesRequests(source, minute);
  }

  @Override
  public CompletableFuture<GetMetricDataResponse> getMetricData(GetMetricDataRequest request) {
    return CompletableFuture.supplyAsync(() -> requests.get(request));
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {
    // The source belongs to somebody else.
  }
}
