/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.services;

import dev.runwatch.local.config.LocalConfig;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec.Publisher;
import dev.runwatch.runner.Runner;
import dev.runwatch.runner.RunnerConfig;
import dev.runwatch.telemetry.ServiceTelemetry;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** The runners of a rehearsal. */
public final class RunnerHost implements HostedService, AutoCloseable {

  private final LocalConfig config;
  private final CloudWatchAsyncClient cloudWatch;
  private final URI coordinator;
  private final List<Hosted> hosted = new ArrayList<>();

  /**
   * Runners that do not run yet.
   *
   * @param coordinator the address of the coordinator
   */
  public RunnerHost(LocalConfig config, CloudWatchAsyncClient cloudWatch, URI coordinator) {
    this.config = config;
    this.cloudWatch = cloudWatch;
    this.coordinator = coordinator;
  }

  private record Hosted(String name, Runner runner, ServiceTelemetry telemetry, RunnerPage page) {}

  @Override
  public synchronized void start() {
    if (!hosted.isEmpty()) {
      return;
    }
    for (int i = 1; i <= config.runners(); i++) {
      ServiceTelemetry telemetry =
          ServiceTelemetry.rehearse(
              Publisher.RUNNER,
              LocalConfig.ENVIRONMENT,
              MetricCatalogue.DEFAULT_NAMESPACE,
              config.minute(),
              config.dataDir(),
              cloudWatch);
      RunnerPage page = new RunnerPage();
      telemetry.account().bindTo(page.registry());
      String name = i == 1 ? "local" : "local-" + i;
      // Never the identity of a real runner on this machine.
      RunnerConfig runner =
          RunnerConfig.builder()
              .coordinator(coordinator)
              .environment(LocalConfig.ENVIRONMENT)
              .executors(config.executors())
              .tags(config.tags())
              .dataDir(config.dataDir())
              .name(name)
              .build();
      Runner started = Runner.start(runner, page.beside(telemetry.registry()));
      hosted.add(new Hosted(name, started, telemetry, page));
    }
  }

  /** Waits until all runners are registered, or for this long. */
  public void awaitRegistered(Duration longest) {
    CompletableFuture<?>[] registered;
    synchronized (this) {
      registered =
          hosted.stream().map(it -> it.runner().registered()).toArray(CompletableFuture[]::new);
    }
    try {
      CompletableFuture.allOf(registered).get(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      // They keep trying; the rehearsal starts without them.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The metrics of a running runner as Prometheus reads them, or empty if it does not run. */
  public synchronized Optional<String> page(String name) {
    return hosted.stream()
        .filter(it -> it.name().equals(name))
        .map(it -> it.page().text())
        .findFirst();
  }

  @Override
  public synchronized void stop() {
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
