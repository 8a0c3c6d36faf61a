/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runwatch.cloudwatch.RunwatchCloudWatchRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** An application with one bean and five lines of properties, on the versions that Boot brings. */
final class SpringBootApplicationTest {

  /** The application. */
  @SpringBootConfiguration
  @EnableAutoConfiguration
  static class Shop {
    @Bean
    RunwatchCloudWatchRegistry cloudWatch(Environment environment, Clock clock) {
      return new RunwatchCloudWatchRegistry(
          environment::getProperty, clock, CloudWatchAsyncClient.create());
    }
  }

  private record Request(String contentType, int length, String body) {}

  @TempDir Path directory;
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private HttpServer cloudWatch;

  @BeforeEach
  void start() throws IOException {
    cloudWatch = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cloudWatch.createContext("/", this::handle);
    cloudWatch.start();
    // What a real application has in its surroundings.
    System.setProperty("aws.region", "eu-central-1");
    System.setProperty("aws.accessKeyId", "key");
    System.setProperty("aws.secretAccessKey", "secret");
    System.setProperty("aws.endpointUrl", "http://127.0.0.1:" + cloudWatch.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    cloudWatch.stop(0);
    List.of("aws.region", "aws.accessKeyId", "aws.secretAccessKey", "aws.endpointUrl")
        .forEach(System::clearProperty);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] wire = exchange.getRequestBody().readAllBytes();
    boolean gzipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    byte[] body =
        gzipped ? new GZIPInputStream(new ByteArrayInputStream(wire)).readAllBytes() : wire;
    String type = exchange.getRequestHeaders().getFirst("Content-Type");
    requests.add(new Request(type, body.length, new String(body, StandardCharsets.ISO_8859_1)));
    boolean cbor = type.contains("cbor");
    byte[] answer =
        cbor
            ? new byte[] {(byte) 0xa0}
            : "<PutMetricDataResponse/>".getBytes(StandardCharsets.US_ASCII);
    exchange.getResponseHeaders().set("Content-Type", cbor ? type : "text/xml");
    exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
    exchange.sendResponseHeaders(200, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private ConfigurableApplicationContext run() {
    return SpringApplication.run(
        Shop.class,
        "--cloudwatch.namespace=Shop",
        "--cloudwatch.step=1m",
        "--cloudwatch.metricSetBudget=900",
        "--cloudwatch.publisherMetricsTags=Service=shop",
        "--cloudwatch.journalDirectory=" + directory.resolve("journal"));
  }

  @Test
  void itPublishesWithOneBeanAndFiveLinesOfProperties() {
    assertThat(SpringBootVersion.getVersion()).startsWith(System.getProperty("expected.boot"));
    try (ConfigurableApplicationContext context = run()) {
      MeterRegistry registry = context.getBean(MeterRegistry.class);
      registry.counter("orders_total").increment();
      assertThat(context.getBean(RunwatchCloudWatchRegistry.class).journal()).isPresent();
    }
    assertThat(requests)
        .isNotEmpty()
        .allMatch(
            request -> request.contentType.startsWith(System.getProperty("expected.protocol")))
        .allMatch(request -> request.body.contains("Shop"))
        .anyMatch(request -> request.body.contains("orders_total"))
        // Boot's own meters, and the publisher's, with their tag.
        .anyMatch(request -> request.body.contains("jvm.memory.used"))
        .anyMatch(request -> request.body.contains("telemetry_datums_accepted_total"));
  }

  @Test
  void requestsOfBusyTimersAreWithinTheLimitInTheProtocolOfTheSdk() {
    try (ConfigurableApplicationContext context = run()) {
      MeterRegistry registry = context.getBean(MeterRegistry.class);
      Random random = new Random(1);
      for (int t = 0; t < 300; t++) {
        Timer timer = registry.timer("checkout_seconds", "route", "r" + t);
        for (int i = 0; i < 600; i++) {
          timer.record(Duration.ofNanos((long) (2e7 * Math.exp(0.8 * random.nextGaussian()))));
        }
      }
    }
    assertThat(requests.stream().mapToInt(Request::length).max())
        .matches(length -> length.getAsInt() > 200_000);
    assertThat(requests).allMatch(request -> request.length <= 1_000_000);
    assertThat(requests).anyMatch(request -> request.body.contains("r299"));
  }
}
