/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.internal.series.Datum;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPlugin;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** Sends one request without retries of the SDK. Thread-safe. */
public final class Sender {

  // The SDK retries 500, 502, 504 and cut connections by itself, which would hide data that
  // CloudWatch
  // may have accepted twice.
  private static final SdkPlugin NO_RETRIES =
      config ->
          config.overrideConfiguration(
              config.overrideConfiguration().toBuilder()
                  .retryStrategy(AwsRetryStrategy.doNotRetry())
                  .build());

  private final CloudWatchAsyncClient client;
  private final String namespace;
  private final boolean highResolution;
  private final Duration timeout;
  private final AwsRequestOverrideConfiguration once;

  public Sender(
      CloudWatchAsyncClient client, String namespace, boolean highResolution, Duration timeout) {
    this.client = client;
    this.namespace = namespace;
    this.highResolution = highResolution;
    this.timeout = timeout;
    this.once = AwsRequestOverrideConfiguration.builder().addPlugin(NO_RETRIES).build();
  }

  /** Completes normally when CloudWatch accepted the data. */
  CompletableFuture<PutMetricDataResponse> send(List<Datum> data) {
    CompletableFuture<PutMetricDataResponse> answer;
    try {
      answer = client.putMetricData(request(data));
    } catch (Throwable e) {
      return CompletableFuture.failedFuture(e);
    }
    CompletableFuture<PutMetricDataResponse> inTime =
        answer.copy().orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
    var unused = inTime.whenComplete((response, failure) -> answer.cancel(true));
    return inTime;
  }

  private PutMetricDataRequest request(List<Datum> data) {
    List<MetricDatum> metricData = new ArrayList<>(data.size());
    for (Datum datum : data) {
      metricData.add(metricDatum(datum));
    }
    return PutMetricDataRequest.builder()
        .namespace(namespace)
        .metricData(metricData)
        .overrideConfiguration(once)
        .build();
  }

  private MetricDatum metricDatum(Datum datum) {
    List<Dimension> dimensions = new ArrayList<>(datum.key().dimensions().size());
    datum
        .key()
        .dimensions()
        .forEach(d -> dimensions.add(Dimension.builder().name(d.name()).value(d.value()).build()));
    MetricDatum.Builder builder =
        MetricDatum.builder()
            .metricName(datum.key().name())
            .timestamp(datum.step())
            .unit(datum.key().unit())
            .storageResolution(highResolution ? 1 : 60);
    if (!dimensions.isEmpty()) {
      builder.dimensions(dimensions);
    }
    if (datum.counts().length == 0) {
      builder.value(datum.values()[0]);
    } else {
      builder.values(boxed(datum.values())).counts(boxed(datum.counts()));
    }
    return builder.build();
  }

  private static List<Double> boxed(double[] numbers) {
    List<Double> boxed = new ArrayList<>(numbers.length);
    for (double number : numbers) {
      boxed.add(number);
    }
    return boxed;
  }
}
