/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.process;

import dev.runwatch.coordinator.Coordinator;
import dev.runwatch.coordinator.CoordinatorConfig;
import dev.runwatch.emulator.EmbeddedCloudWatch;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.MetricSpec.Publisher;
import dev.runwatch.telemetry.ServiceTelemetry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;

/** A coordinator with a CloudWatch whose data outlive the process. */
final class KilledCoordinator {

  /** How long an answer of CloudWatch is under way. */
  private static final long ANSWER_MILLIS = 20;

  private KilledCoordinator() {}

  /** Appends what it accepts to a file before it answers. */
  private static final class WrittenCloudWatch implements CloudWatchAsyncClient {

    private final EmbeddedCloudWatch rules =
        new EmbeddedCloudWatch(new MetricStore(Duration.ofMinutes(1)), Clock.systemUTC());
    private final Path file;

    WrittenCloudWatch(Path file) {
      this.file = file;
    }

    @Override
    public CompletableFuture<PutMetricDataResponse> putMetricData(PutMetricDataRequest request) {
      return rules
          .putMetricData(request)
          .whenComplete(
              (response, failure) -> {
                if (failure == null) {
                  write(request);
                }
              })
          .thenApplyAsync(
              response -> response,
              CompletableFuture.delayedExecutor(ANSWER_MILLIS, TimeUnit.MILLISECONDS));
    }

    private synchronized void write(PutMetricDataRequest request) {
      StringBuilder lines = new StringBuilder();
      for (MetricDatum datum : request.metricData()) {
        if (datum.value() != null) {
          lines
              .append(System.currentTimeMillis())
              .append(' ')
              .append(datum.metricName())
              .append(' ')
              .append(datum.timestamp().getEpochSecond())
              .append(' ')
              .append(datum.value())
              .append('\n');
        }
      }
      try {
        Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String serviceName() {
      return SERVICE_NAME;
    }

    @Override
    public void close() {}
  }

  /**
   * Runs until it is ended.
   *
   * @param args the folder, and the port
   */
  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    CoordinatorConfig config =
        CoordinatorConfig.builder()
            .listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[1])))
            .store(folder.resolve("runs.db").toString())
            .environment(new Environment("test"))
            .step(Duration.ofSeconds(1))
            .pollWait(Duration.ofSeconds(1))
            .heartbeatInterval(Duration.ofSeconds(1))
            .build();
    Coordinator.Prepared prepared = Coordinator.prepare(config);
    ServiceTelemetry telemetry =
        ServiceTelemetry.rehearse(
            Publisher.COORDINATOR,
            config.environment(),
            "Test",
            Duration.ofSeconds(1),
            folder,
            new WrittenCloudWatch(folder.resolve("received")));
    Coordinator coordinator =
        prepared.start(
            telemetry.registry(), telemetry.account(), telemetry.steps(), Clock.systemUTC());
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  coordinator.close();
                  telemetry.close();
                  System.out.println("closed");
                }));
    System.out.println("ready on " + coordinator.uri());
    Thread.currentThread().join();
  }
}
