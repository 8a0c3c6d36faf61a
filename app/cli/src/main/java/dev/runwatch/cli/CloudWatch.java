/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** The client by which services publish, made from the AWS SDK's ordinary settings. */
final class CloudWatch {

  private static final Duration CONNECT = Duration.ofSeconds(3);

  private CloudWatch() {}

  /**
   * A client that makes one attempt at each request: when to try again is the publisher's to say.
   *
   * @param complain is told in one line what is missing; the client then fails every request, and
   *     metrics wait
   */
  static CloudWatchAsyncClient open(Consumer<String> complain) {
    AwsCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
    CloudWatchAsyncClient client;
    try {
      client =
          CloudWatchAsyncClient.builder()
              .credentialsProvider(credentials)
              .httpClientBuilder(NettyNioAsyncHttpClient.builder().connectionTimeout(CONNECT))
              .overrideConfiguration(config -> config.retryStrategy(AwsRetryStrategy.doNotRetry()))
              .build();
    } catch (SdkClientException e) {
      complain.accept(
          "no AWS region is set (AWS_REGION or a profile): metrics are kept and not published");
      return new Unreachable(String.valueOf(e.getMessage()));
    }
    Thread check = new Thread(() -> checkCredentials(credentials, complain), "aws-credentials");
    check.setDaemon(true);
    check.start();
    return client;
  }

  private static void checkCredentials(
      AwsCredentialsProvider credentials, Consumer<String> complain) {
    try {
      credentials.resolveCredentials();
    } catch (SdkClientException e) {
      complain.accept(
          "no AWS credentials are found (the SDK's default chain): metrics are kept and published"
              + " once there are some");
    }
  }

  /** Stands for a CloudWatch that nobody has named. */
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
