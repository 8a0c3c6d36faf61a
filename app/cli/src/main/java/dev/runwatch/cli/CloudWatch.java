/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.cli.account.AwsErrors;
import dev.runwatch.common.DaemonExecutors;
import dev.runwatch.environments.RegionChoice;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClientBuilder;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** The client by which services publish, made from the AWS settings of the process. */
final class CloudWatch {

  private static final Duration CONNECT = Duration.ofSeconds(3);

  private CloudWatch() {}

  /**
   * A client that makes one attempt at each request, because the publisher decides when to retry.
   *
   * @param complain receives a line that says which setting is missing; the client then fails every
   *     request, and metrics wait
   */
  static CloudWatchAsyncClient open(Consumer<String> complain) {
    return open(new RegionChoice(System.getenv()), complain);
  }

  static CloudWatchAsyncClient open(RegionChoice regions, Consumer<String> complain) {
    AwsCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    CloudWatchAsyncClient client;
    try {
      CloudWatchAsyncClientBuilder builder =
          CloudWatchAsyncClient.builder()
              .credentialsProvider(credentials)
              .httpClientBuilder(NettyNioAsyncHttpClient.builder().connectionTimeout(CONNECT))
              .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()));
      regions.ofProcess().map(Region::of).ifPresent(builder::region);
      client = builder.build();
    } catch (SdkClientException e) {
      complain.accept(AwsErrors.reason(e) + "; metrics are kept and not published");
      return new Unreachable(String.valueOf(e.getMessage()));
    } catch (IllegalArgumentException e) {
      complain.accept(e.getMessage() + "; metrics are kept and not published");
      return new Unreachable(String.valueOf(e.getMessage()));
    }
    DaemonExecutors.threads("aws-credentials")
        .newThread(() -> checkCredentials(credentials, complain))
        .start();
    return client;
  }

  private static void checkCredentials(
      AwsCredentialsProvider credentials, Consumer<String> complain) {
    try {
      credentials.resolveCredentials();
    } catch (SdkClientException e) {
      complain.accept(
          AwsErrors.reason(e) + "; metrics are kept, and published once there are credentials");
    }
  }

  /** A client without a region, which fails every request. */
  private record Unreachable(String why) implements CloudWatchAsyncClient {

    @Override
    public CompletableFuture<PutMetricDataResponse> putMetricData(PutMetricDataRequest request) {
      return CompletableFuture.failedFuture(SdkClientException.create(why));
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }
}
