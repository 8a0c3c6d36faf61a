/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** Speaks HTTP with a service as any program may, also badly. */
public final class Http {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI base;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public Http(URI base) {
    this.base = base;
  }

  /** An answer with its body as JSON, or a missing node. */
  public record Answer(int status, HttpResponse<String> response, JsonNode body) {

    public String code() {
      return body.path("error").path("code").asString("");
    }

    public String field() {
      return body.path("error").path("field").asString("");
    }

    public String text(String name) {
      return body.path(name).asString("");
    }

    public String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    @Override
    public String toString() {
      return status + " " + response.body();
    }
  }

  public Answer get(String path) {
    return send(request(path).GET());
  }

  public Answer post(String path, String body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  public Answer post(String path, byte[] body) {
    return send(request(path).POST(HttpRequest.BodyPublishers.ofByteArray(body)));
  }

  public Answer delete(String path) {
    return send(request(path).DELETE());
  }

  public Answer method(String method, String path) {
    return send(request(path).method(method, HttpRequest.BodyPublishers.noBody()));
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(30));
  }

  public Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response =
          client.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Answer(response.statusCode(), response, json(response.body()));
    } catch (IOException e) {
      throw new AssertionError("no answer from " + base, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** Sends bytes as they are and reads until the other side closes or five seconds have passed. */
  public String raw(String request) throws IOException {
    try (Socket socket = connect()) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      StringBuilder answer = new StringBuilder();
      byte[] chunk = new byte[8192];
      try {
        for (int n; (n = socket.getInputStream().read(chunk)) > 0; ) {
          answer.append(new String(chunk, 0, n, StandardCharsets.UTF_8));
        }
      } catch (java.net.SocketTimeoutException e) {
        return answer.toString(); // it keeps the connection
      }
      return answer.toString();
    }
  }

  public Socket connect() throws IOException {
    return new Socket(base.getHost(), base.getPort());
  }

  private static JsonNode json(String text) {
    try {
      return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }
}
