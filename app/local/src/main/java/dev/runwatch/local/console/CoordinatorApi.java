/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * What the coordinator says of runs and runners. The page asks the console, because its content
 * policy allows no other address. While the coordinator does not answer, the answer is the last
 * one.
 */
final class CoordinatorApi {

  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final HttpRequest request;
  private volatile String last;

  /**
   * @param empty the answer before the first one of the coordinator
   */
  CoordinatorApi(URI path, String empty) {
    this.request = HttpRequest.newBuilder(path).timeout(TIMEOUT).build();
    this.last = empty;
  }

  /** The answer of the coordinator, or the last one it gave. */
  Response answer() {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      if (response.statusCode() == 200) {
        last = response.body();
      }
    } catch (IOException e) {
      // The event stream tells the page that the coordinator is away.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Response.json(200, last);
  }
}
