/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP with a coordinator as any program may, also badly. Each request and its response are
 * compared with the OpenAPI document. Safe for use by many threads.
 */
public final class ApiClient {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI base;
  private final String token;

  /** A client without a token. */
  public ApiClient(URI base) {
    this(base, "");
  }

  private ApiClient(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /** This client with a token; an empty one is none. */
  public ApiClient with(String secret) {
    return new ApiClient(base, secret);
  }

  /** Sends a request. The path is sent as it is. */
  public Answer send(String method, String path, byte @Nullable [] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base + path))
            .timeout(PATIENCE)
            .method(
                method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
      Answer answer = new Answer(response.statusCode(), response.headers(), response.body());
      ApiDocument.present().check(method, path, body, answer);
      return answer;
    } catch (IOException e) {
      throw new IllegalStateException(method + " " + path + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Answer get(String path) {
    return send("GET", path, null);
  }

  public Answer post(String path, String body, String... headers) {
    return send("POST", path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  public Answer delete(String path) {
    return send("DELETE", path, null);
  }

  /** Creates a run and gives its id. */
  public String newRun(String body) {
    return post("/runs", body).is(201).text("run_id");
  }

  /**
   * Registers a runner of a host and gives its id.
   *
   * @param fields more fields of the body, as JSON
   */
  public String register(String host, String... fields) {
    String more = fields.length == 0 ? "" : "," + String.join(",", fields);
    return post(
            "/runner/register",
            "{\"hostname\":\"" + host + "\",\"project_dir\":\"/p\"" + more + "}")
        .is(200)
        .text("runner_id");
  }

  public Answer poll(String runner) {
    return get("/runner/runs?runner_id=" + runner);
  }

  public Answer heartbeat(String runner, String... fields) {
    String more = fields.length == 0 ? "" : "," + String.join(",", fields);
    return post("/runner/heartbeat", "{\"runner_id\":\"" + runner + "\"" + more + "}");
  }

  /**
   * Reports about a run, with an error and an output unless fields are given.
   *
   * @param fields the fields of the body besides the runner, as JSON
   */
  public Answer report(String run, String kind, String runner, String... fields) {
    String more =
        fields.length == 0 ? "\"error\":\"no\",\"output\":\"yes\"" : String.join(",", fields);
    return post(
        "/runner/runs/" + run + "/" + kind,
        "{\"runner_id\":\"" + runner + "\"" + (more.isEmpty() ? "" : "," + more) + "}");
  }

  public Answer stop(String run) {
    return post("/runs/" + run + "/stop", "");
  }

  public String status(String run) {
    return get("/runs/" + run).text("status");
  }

  /** The value of a metric that has no other dimension than the environment. */
  public double metric(String name) {
    String page = get("/metrics").is(200).body();
    Matcher line =
        Pattern.compile("(?m)^" + name + "\\{Environment=\"[^\"]*\"} (\\S+)$").matcher(page);
    if (!line.find()) {
      throw new AssertionError(name + " is not on the page: " + page);
    }
    return Double.parseDouble(line.group(1));
  }

  /** Opens a connection. */
  public Socket connect() throws IOException {
    Socket socket = new Socket(base.getHost(), base.getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  /** Asks on a connection of its own, and leaves it open. */
  public Socket ask(String path) throws IOException {
    Socket socket = connect();
    String secret = token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
    String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n" + secret + "\r\n";
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    socket.getOutputStream().flush();
    return socket;
  }

  /** Sends bytes as they are and reads until the body of an error is whole, or the end. */
  public String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return read(socket, "}}");
    }
  }

  /** Reads until a text has appeared, or the end. */
  public static String read(Socket socket, String until) throws IOException {
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
}
