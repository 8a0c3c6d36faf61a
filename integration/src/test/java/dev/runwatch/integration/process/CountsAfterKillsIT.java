/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.testing.Launched;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A coordinator that is killed again and again under load: each accepted run ends once, no attempt
 * is executed twice, and CloudWatch has each second's counts as they happened. Three deaths, or as
 * many as {@code -Drunwatch.kills=20} says.
 */
final class CountsAfterKillsIT {

  private static final int KILLS = Integer.getInteger("runwatch.kills", 3);
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final int CLIENTS = 3;

  /** A request that CloudWatch took so shortly before a death may be sent again. */
  private static final long UNDER_WAY_MILLIS = 1000;

  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final Queue<String> accepted = new ConcurrentLinkedQueue<>();
  private final Map<String, Integer> executed = new ConcurrentHashMap<>();
  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final List<Long> deaths = new ArrayList<>();
  private volatile boolean creating = true;
  private volatile boolean working = true;
  private volatile String address = "";

  private record Datum(String metric, long second) {}

  @Test
  void everyRunEndsOnceAndEveryCountArrivesOnceInItsSecond() throws Exception {
    Random random = new Random();
    List<Thread> threads = new ArrayList<>();
    Launched coordinator = launch("0");
    for (int i = 0; i < CLIENTS; i++) {
      int number = i;
      threads.add(started(this::create));
      threads.add(started(() -> work("host-" + number)));
    }
    for (int i = 0; i < KILLS; i++) {
      TimeUnit.MILLISECONDS.sleep(500 + random.nextInt(2000));
      coordinator.kill();
      deaths.add(System.currentTimeMillis());
      coordinator = launch(address.substring(address.lastIndexOf(':') + 1));
    }
    int before = accepted.size();
    await().atMost(LONG).until(() -> accepted.size() > before);
    creating = false;
    await().atMost(LONG).until(this::nothingIsUnfinished);
    working = false;
    for (Thread thread : threads) {
      thread.join();
    }
    coordinator.terminate();
    coordinator.awaitLine("(closed)", LONG);
    assertThat(wrong).isEmpty();
    assertThat(executed).allSatisfy((attempt, times) -> assertThat(times).as(attempt).isEqualTo(1));
    compareWithStore();
  }

  private static Thread started(Runnable work) {
    Thread thread = new Thread(work);
    thread.start();
    return thread;
  }

  private Launched launch(String port) {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Launched process =
        Launched.start(
            folder,
            Map.of(),
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                KilledCoordinator.class.getName(),
                folder.toString(),
                port));
    address = process.awaitLine("ready on (http://\\S+)", LONG);
    return process;
  }

  private void create() {
    while (creating) {
      HttpResponse<String> answer = once("POST", "/runs", "{}");
      if (answer != null && answer.statusCode() == 201) {
        accepted.add(json(answer).path("run_id").asString(""));
      }
    }
  }

  private void work(String host) {
    String registration =
        "{\"hostname\":\"%s\",\"project_dir\":\"/p\",\"instance_id\":\"%s\"}".formatted(host, host);
    String runner =
        json(until("POST", "/runner/register", registration)).path("runner_id").asString("");
    while (working) {
      HttpResponse<String> answer = once("GET", "/runner/runs?runner_id=" + runner, null);
      if (answer == null || answer.statusCode() != 200 || !json(answer).has("run")) {
        continue;
      }
      JsonNode run = json(answer).path("run");
      String id = run.path("run_id").asString("");
      int attempt = run.path("attempt").asInt(0);
      executed.merge(id + " " + attempt, 1, Integer::sum);
      String body = "{\"runner_id\":\"%s\",\"attempt\":%d".formatted(runner, attempt);
      report(id, "started", body + "}");
      boolean fails = id.endsWith("0");
      report(id, fails ? "failed" : "completed", body + (fails ? ",\"error\":\"no\"}" : "}"));
    }
  }

  private void report(String run, String kind, String body) {
    HttpResponse<String> answer = until("POST", "/runner/runs/" + run + "/" + kind, body);
    if (answer.statusCode() != 200) {
      wrong.add(run + " " + kind + ": " + answer.body());
    }
  }

  /** As a runner does: a report is repeated until it gets an answer. */
  private HttpResponse<String> until(String method, String path, String body) {
    while (true) {
      HttpResponse<String> answer = once(method, path, body);
      if (answer != null && answer.statusCode() < 500) {
        return answer;
      }
    }
  }

  private HttpResponse<String> once(String method, String path, String body) {
    try {
      HttpRequest.BodyPublisher publisher =
          body == null
              ? HttpRequest.BodyPublishers.noBody()
              : HttpRequest.BodyPublishers.ofString(body);
      return http.send(
          HttpRequest.newBuilder(URI.create(address + path))
              .method(method, publisher)
              .timeout(Duration.ofSeconds(20))
              .build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      pause();
      return null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode json(HttpResponse<String> answer) {
    return JSON.readTree(answer.body());
  }

  private boolean nothingIsUnfinished() {
    return List.of("pending", "claimed", "running").stream()
        .allMatch(
            status -> {
              HttpResponse<String> answer = once("GET", "/runs?limit=1&status=" + status, null);
              return answer != null && json(answer).path("runs").isEmpty();
            });
  }

  private void compareWithStore() throws Exception {
    Map<Datum, Double> happened = new TreeMap<>(ORDER);
    Map<String, Integer> ends = new HashMap<>();
    try (Connection store =
            DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("runs.db"));
        Statement statement = store.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT run_id, from_status, t.status AS status, at FROM transitions t"
                    + " JOIN runs ON runs.seq = t.seq")) {
      while (rows.next()) {
        String metric = metric(rows);
        if (metric != null) {
          happened.merge(new Datum(metric, rows.getLong("at") / 1000), 1.0, Double::sum);
          if (!metric.equals("runs_created_total")) {
            ends.merge(rows.getString("run_id"), 1, Integer::sum);
          }
        }
      }
    }
    for (String run : accepted) {
      assertThat(ends).as("the ends of each accepted run").containsEntry(run, 1);
    }
    Map<Datum, Double> arrived = new TreeMap<>(ORDER);
    Map<Datum, Double> ambiguous = new HashMap<>();
    for (String line : Files.readAllLines(folder.resolve("received"))) {
      String[] parts = line.split(" ");
      long at = Long.parseLong(parts[0]);
      double value = Double.parseDouble(parts[3]);
      if (parts[1].matches("runs_(created|completed|failed)_total") && value > 0) {
        Datum datum = new Datum(parts[1], Long.parseLong(parts[2]));
        arrived.merge(datum, value, Double::sum);
        if (deaths.stream().anyMatch(death -> death >= at && death - at < UNDER_WAY_MILLIS)) {
          ambiguous.merge(datum, value, Double::sum);
        }
      }
    }
    assertThat(arrived.keySet()).isEqualTo(happened.keySet());
    happened.forEach(
        (datum, count) ->
            assertThat(arrived.get(datum))
                .as("%s, ambiguous: %s", datum, ambiguous.getOrDefault(datum, 0.0))
                .isGreaterThanOrEqualTo(count)
                .isLessThanOrEqualTo(count + ambiguous.getOrDefault(datum, 0.0)));
    System.out.printf(
        "%d deaths, %d runs, %d counts of a second, %d of them exact%n",
        KILLS,
        accepted.size(),
        happened.size(),
        happened.entrySet().stream()
            .filter(count -> arrived.get(count.getKey()).equals(count.getValue()))
            .count());
  }

  private static final java.util.Comparator<Datum> ORDER =
      java.util.Comparator.comparing(Datum::metric).thenComparingLong(Datum::second);

  private static String metric(ResultSet row) throws SQLException {
    return switch (row.getString("status")) {
      case "completed" -> "runs_completed_total";
      case "failed" -> "runs_failed_total";
      case "pending" -> row.getString("from_status") == null ? "runs_created_total" : null;
      default -> null;
    };
  }
}
