/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.environments.RegionChoice;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

final class CloudWatchTest {

  @TempDir private Path home;

  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** With this variable alone the stack went to that region, and services published nowhere. */
  @Test
  void aServicePublishesInTheRegionThatTheStackGoesTo() {
    try (CloudWatchAsyncClient client = open(Map.of("AWS_DEFAULT_REGION", "eu-north-1"))) {
      assertThat(client.serviceClientConfiguration().region()).hasToString("eu-north-1");
    }
    assertThat(complaints).noneMatch(it -> it.contains("region"));
  }

  @Test
  void aRegionThatIsNoneIsSaidAndMetricsWait() {
    try (CloudWatchAsyncClient client = open(Map.of("AWS_REGION", "Frankfurt"))) {
      assertThatThrownBy(() -> client.putMetricData(request -> request.namespace("x")).join())
          .isInstanceOf(CompletionException.class)
          .hasMessageContaining("AWS_REGION: 'Frankfurt' is not a region");
    }
    assertThat(complaints)
        .containsExactly(
            "AWS_REGION: 'Frankfurt' is not a region; write one such as eu-west-1; metrics are kept"
                + " and not published");
  }

  private CloudWatchAsyncClient open(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(variables);
    all.put("HOME", home.toString());
    return CloudWatch.open(new RegionChoice(all), complaints::add);
  }
}
