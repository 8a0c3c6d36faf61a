/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** A client whose requests end when the test says so. Thread-safe. */
public final class ScriptedClient implements CloudWatchAsyncClient {

  private final List<Call> calls = new ArrayList<>();

  /** A request and its answer to be. */
  public record Call(
      PutMetricDataRequest request, CompletableFuture<PutMetricDataResponse> response) {

    public void accept() {
      response.complete(PutMetricDataResponse.builder().build());
    }

    public void fail(int status, String code) {
      response.completeExceptionally(failure(status, code));
    }
  }

  /** What the SDK throws for an answer. */
  public static Throwable failure(int status, String code) {
    return CloudWatchException.builder()
        .statusCode(status)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage("scripted").build())
        .build();
  }

  @Override
  public synchronized CompletableFuture<PutMetricDataResponse> putMetricData(
      PutMetricDataRequest request) {
    Call call = new Call(request, new CompletableFuture<>());
    calls.add(call);
    return call.response();
  }

  public synchronized List<Call> calls() {
    return List.copyOf(calls);
  }

  /** The request made last. */
  public Call last() {
    List<Call> all = calls();
    return all.get(all.size() - 1);
  }

  @Override
  public String serviceName() {
    return "monitoring";
  }

  @Override
  public void close() {}
}
