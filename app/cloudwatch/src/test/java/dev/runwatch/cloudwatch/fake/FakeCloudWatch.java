/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.fake;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.runwatch.cloudwatch.fake.Behaviour.Answer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/** A CloudWatch that speaks the SDK's protocol and misbehaves on request. */
public final class FakeCloudWatch implements AutoCloseable {

  private static final CBORMapper CBOR = new CBORMapper();

  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fake-cloudwatch");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Stored> stored = new ArrayList<>();
  private final List<Request> requests = new ArrayList<>();
  private final AtomicInteger number = new AtomicInteger();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Behaviour behaviour = (n, data) -> Answer.OK;
  private final int port;
  private HttpServer server;
  private Socket placeholder = new Socket();

  /**
   * A request as it came.
   *
   * @param bytes of its body, uncompressed
   * @param gzipped whether it came compressed
   */
  public record Request(
      int number, long bytes, long wireBytes, boolean gzipped, List<Stored> data, Answer answer) {}

  public FakeCloudWatch() {
    this.server = started(0);
    this.port = server.getAddress().getPort();
  }

  private HttpServer started(int onPort) {
    try {
      HttpServer fresh =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), onPort), 0);
      fresh.createContext("/", this::handle);
      fresh.setExecutor(threads);
      fresh.start();
      return fresh;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** A real client of the SDK, as a user would make one; to be closed by the caller. */
  public CloudWatchAsyncClient client() {
    return client(uri());
  }

  /** The same for a process that is not ours. */
  public static CloudWatchAsyncClient client(URI address) {
    return CloudWatchAsyncClient.builder()
        .endpointOverride(address)
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .build();
  }

  public void behave(Behaviour next) {
    behaviour = next;
  }

  /** Refuses connections from now on, and keeps anybody else from taking the port. */
  public void down() {
    server.stop(0);
    try {
      placeholder = new Socket();
      placeholder.setReuseAddress(true);
      placeholder.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void up() {
    try {
      placeholder.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server = started(port);
  }

  public synchronized List<Stored> stored() {
    return List.copyOf(stored);
  }

  public List<Stored> stored(String name) {
    return stored().stream()
        .filter(d -> d.name().equals(name))
        .sorted(Comparator.comparing(Stored::timestamp))
        .toList();
  }

  /** The sum of a metric over all time and dimension sets. */
  public double sum(String name) {
    return stored(name).stream().mapToDouble(Stored::sum).sum();
  }

  public double sampleCount(String name) {
    return stored(name).stream().mapToDouble(Stored::sampleCount).sum();
  }

  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] wire = exchange.getRequestBody().readAllBytes();
    boolean gzipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
    byte[] body =
        gzipped ? new GZIPInputStream(new ByteArrayInputStream(wire)).readAllBytes() : wire;
    List<Stored> data = parse(CBOR.readTree(body));
    int n = number.incrementAndGet();
    Answer answer = behaviour.answer(n, data);
    synchronized (this) {
      requests.add(new Request(n, body.length, wire.length, gzipped, data, answer));
      switch (answer.kind()) {
        case ACCEPT, TAKE_THEN_FAIL, TAKE_THEN_HANG -> stored.addAll(data);
        default -> {}
      }
    }
    switch (answer.kind()) {
      case ACCEPT -> respond(exchange, 200, CBOR.writeValueAsBytes(Map.of()));
      case FAIL, TAKE_THEN_FAIL ->
          respond(
              exchange,
              answer.status(),
              CBOR.writeValueAsBytes(
                  Map.of(
                      "__type",
                      "com.amazonaws.cloudwatch#" + answer.code(),
                      "message",
                      "as told")));
      case HANG, TAKE_THEN_HANG -> {
        try {
          closing.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
        exchange.close();
      }
      case CUT -> exchange.close();
    }
  }

  private static void respond(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
    exchange.getResponseHeaders().set("Content-Type", "application/cbor");
    exchange.sendResponseHeaders(status, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static List<Stored> parse(JsonNode request) {
    List<Stored> data = new ArrayList<>();
    for (JsonNode d : request.get("MetricData")) {
      Map<String, String> dimensions = new HashMap<>();
      if (d.has("Dimensions")) {
        d.get("Dimensions")
            .forEach(x -> dimensions.put(x.get("Name").asString(), x.get("Value").asString()));
      }
      boolean single = d.has("Value");
      data.add(
          new Stored(
              d.get("MetricName").asString(),
              dimensions,
              d.get("Unit").asString(),
              Instant.ofEpochMilli(Math.round(d.get("Timestamp").asDouble() * 1000)),
              single ? List.of(d.get("Value").asDouble()) : numbers(d.get("Values")),
              single ? List.of(1.0) : numbers(d.get("Counts")),
              single,
              d.get("StorageResolution").asInt()));
    }
    return data;
  }

  private static List<Double> numbers(JsonNode array) {
    List<Double> numbers = new ArrayList<>();
    array.forEach(n -> numbers.add(n.asDouble()));
    return numbers;
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
