/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local;

import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec.Publisher;
import dev.runwatch.runner.Runner;
import dev.runwatch.runner.RunnerConfig;
import dev.runwatch.telemetry.ServiceTelemetry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** The runners, which can be stopped and started again with their metrics. */
final class RunnerHost implements AutoCloseable {

  private final LocalConfig config;
  private final CloudWatchAsyncClient cloudWatch;
  private final Environment environment;
  private final URI coordinator;
  private final List<Hosted> hosted = new ArrayList<>();

  RunnerHost(
      LocalConfig config,
      CloudWatchAsyncClient cloudWatch,
      Environment environment,
      URI coordinator) {
    this.config = config;
    this.cloudWatch = cloudWatch;
    this.environment = environment;
    this.coordinator = coordinator;
  }

  private record Hosted(Runner runner, ServiceTelemetry telemetry) {}

  synchronized void start() {
    if (!hosted.isEmpty()) {
      return;
    }
    for (int i = 1; i <= config.runners(); i++) {
      ServiceTelemetry telemetry =
          ServiceTelemetry.rehearse(
              Publisher.RUNNER,
              environment,
              MetricCatalogue.DEFAULT_NAMESPACE,
              config.minute(),
              config.dataDir(),
              cloudWatch);
      RunnerConfig runner =
          RunnerConfig.builder()
              .coordinator(coordinator)
              .environment(environment)
              // Never the identity of a runner that somebody starts on this machine.
              .name(i == 1 ? "local" : "local-" + i)
              .build();
      hosted.add(new Hosted(Runner.start(runner, telemetry.registry()), telemetry));
    }
  }

  /** Waits until all are registered, or so long. */
  void awaitRegistered(Duration longest) {
    CompletableFuture<?>[] registered;
    synchronized (this) {
      registered =
          hosted.stream().map(it -> it.runner().registered()).toArray(CompletableFuture[]::new);
    }
    try {
      CompletableFuture.allOf(registered).get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // They go on trying; who looks will see them later.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  synchronized void stop() {
    // All at once: each may take seconds to end its runs.
    hosted.parallelStream().forEach(it -> it.runner().close());
    hosted.forEach(it -> it.telemetry().close());
    hosted.clear();
  }

  @Override
  public void close() {
    stop();
  }
}
