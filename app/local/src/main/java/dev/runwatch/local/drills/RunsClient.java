/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.drills;

import dev.runwatch.common.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The coordinator's API, as far as drills and load need it. Thread-safe. */
public final class RunsClient {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI coordinator;

  /**
   * A client.
   *
   * @param coordinator the address of the coordinator
   */
  public RunsClient(URI coordinator) {
    this.coordinator = coordinator;
  }

  /** Creates a run of the type {@link Drills#RUN_TYPE}. */
  void create(String executor, Map<String, ?> parameters, Map<String, ?> demands)
      throws IOException, InterruptedException {
    send(
        "/runs",
        Json.mapper()
            .writeValueAsString(
                Map.of(
                    "executor", executor,
                    "parameters", parameters,
                    "demands", demands,
                    "type", Drills.RUN_TYPE)));
  }

  /** Creates a run that does not belong to a drill. */
  void createLoad() throws IOException, InterruptedException {
    send("/runs", "{\"executor\":\"echo\",\"type\":\"load\"}");
  }

  void stop(String run) throws IOException, InterruptedException {
    send("/runs/" + run + "/stop", "{}");
  }

  /** The ids of the pending runs that drills created. */
  List<String> pendingOfDrills() throws IOException, InterruptedException {
    List<String> found = new ArrayList<>();
    String after = null;
    do {
      JsonNode page = page(after);
      for (JsonNode run : page.path("runs")) {
        if (Drills.RUN_TYPE.equals(run.path("type").asString(""))) {
          found.add(run.path("run_id").asString(""));
        }
      }
      after = page.path("next").isString() ? page.path("next").stringValue() : null;
    } while (after != null);
    return found;
  }

  private JsonNode page(@Nullable String after) throws IOException, InterruptedException {
    String more = after == null ? "" : "&after=" + URLEncoder.encode(after, StandardCharsets.UTF_8);
    return read(
        HttpRequest.newBuilder(coordinator.resolve("/runs?status=pending&limit=1000" + more)));
  }

  private void send(String path, String body) throws IOException, InterruptedException {
    read(HttpRequest.newBuilder(coordinator.resolve(path)).POST(BodyPublishers.ofString(body)));
  }

  private JsonNode read(HttpRequest.Builder request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        http.send(request.timeout(TIMEOUT).build(), BodyHandlers.ofString());
    if (response.statusCode() >= 300) {
      throw new IOException("the coordinator answered with status " + response.statusCode());
    }
    return Json.mapper().readTree(response.body());
  }
}
