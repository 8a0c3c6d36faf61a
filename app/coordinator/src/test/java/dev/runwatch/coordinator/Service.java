/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real coordinator on a free port, and a client for it. */
final class Service implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  final SimpleMeterRegistry published = new SimpleMeterRegistry();
  final Coordinator coordinator;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  record Answer(int status, String body, HttpResponse<String> raw) {
    JsonNode json() {
      return JSON.readTree(body);
    }

    String code() {
      return json().path("error").path("code").asString("");
    }

    @Nullable String field() {
      JsonNode field = json().path("error").get("field");
      return field == null ? null : field.asString();
    }

    String text(String field) {
      return json().path(field).asString("");
    }
  }

  Service(CoordinatorConfig config) throws CoordinatorStartException {
    coordinator = Coordinator.start(config, published, registry -> {}, Clock.systemUTC());
  }

  static Service on(Path folder, UnaryOperator<CoordinatorConfig.Builder> change)
      throws CoordinatorStartException {
    return new Service(change.apply(config(folder)).build());
  }

  static Service on(Path folder) throws CoordinatorStartException {
    return on(folder, config -> config);
  }

  static CoordinatorConfig.Builder config(Path folder) {
    return CoordinatorConfig.builder()
        .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .store(folder.resolve("runs.db").toString())
        .pollWait(Duration.ofMillis(300))
        .step(Duration.ofMillis(400));
  }

  Answer send(String method, String path, byte @Nullable [] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(coordinator.uri().resolve(path))
            .timeout(Duration.ofSeconds(60))
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      HttpResponse<String> response = client.send(request.build(), BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body(), response);
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  Answer get(String path) {
    return send("GET", path, null);
  }

  Answer post(String path, String body, String... headers) {
    return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  Answer delete(String path) {
    return send("DELETE", path, null);
  }

  String newRun(String body) {
    Answer answer = post("/runs", body);
    if (answer.status() != 201) {
      throw new AssertionError(answer);
    }
    return answer.text("run_id");
  }

  String register(String host, String... fields) {
    String more = fields.length == 0 ? "" : "," + String.join(",", fields);
    Answer answer =
        post(
            "/runner/register",
            "{\"hostname\":\"" + host + "\",\"project_dir\":\"/p\"" + more + "}");
    if (answer.status() != 200) {
      throw new AssertionError(answer);
    }
    return answer.text("runner_id");
  }

  Answer poll(String runner) {
    return get("/runner/runs?runner_id=" + runner);
  }

  Answer report(String run, String kind, String runner) {
    return post(
        "/runner/runs/" + run + "/" + kind,
        "{\"runner_id\":\"" + runner + "\",\"error\":\"no\",\"output\":\"yes\"}");
  }

  String status(String run) {
    return get("/runs/" + run).text("status");
  }

  double published(String meter) {
    return published.get(meter).counter().count();
  }

  Socket connect() throws IOException {
    Socket socket = new Socket(coordinator.uri().getHost(), coordinator.uri().getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** Sends bytes as they are and reads until the server closes, or the pattern has appeared. */
  String raw(byte[] request, String until) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request);
      socket.getOutputStream().flush();
      return read(socket, until);
    }
  }

  String raw(String request) throws IOException {
    return raw(request.getBytes(StandardCharsets.ISO_8859_1), "}}");
  }

  static String read(Socket socket, String until) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    byte[] chunk = new byte[8192];
    int count;
    while ((count = in.read(chunk)) >= 0) {
      all.write(chunk, 0, count);
      if (all.toString(StandardCharsets.UTF_8).contains(until)) {
        break;
      }
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    coordinator.close();
  }
}
