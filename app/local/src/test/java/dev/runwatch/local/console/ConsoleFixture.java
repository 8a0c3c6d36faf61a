/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.dashboards.body.BodyReader;
import dev.runwatch.emulator.EmbeddedCloudWatch;
import dev.runwatch.emulator.alarms.AlarmSnapshot;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.notifications.Mail;
import dev.runwatch.local.board.BoardView;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A console over data that tests set. */
final class ConsoleFixture implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-03-01T10:05:01Z");
  static final String DASHBOARD =
      """
      {"start": "-PT10M", "periodOverride": "inherit", "widgets": [
        {"type": "metric", "x": 0, "y": 0, "width": 12, "height": 6, "properties": {
          "region": "local", "title": "Runs", "period": 60, "stat": "Sum",
          "metrics": [["Runwatch", "runs_created_total", "Environment", "local"]]}}]}
      """;

  static final JsonMapper JSON = JsonMapper.builder().build();

  final MetricStore store = new MetricStore(Duration.ofSeconds(2));
  final List<AlarmSnapshot> alarms = new ArrayList<>();
  final List<Mail> mails = new ArrayList<>();
  final List<String> begun = new ArrayList<>();
  final Console console;

  /** Whether reading the alarms fails. */
  boolean broken;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  ConsoleFixture() {
    try {
      console = start(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Another console over the same data. */
  Console start(int port) throws IOException {
    return Console.start(port, sources());
  }

  private ConsoleSources sources() {
    return new ConsoleSources(
        new About("a rehearsal", "local", "Runwatch", Duration.ofSeconds(2), Duration.ofSeconds(2)),
        () -> {
          if (broken) {
            throw new IllegalStateException("broken by the test");
          }
          return alarms;
        },
        store,
        DASHBOARD,
        new BoardView(
            BodyReader.read(DASHBOARD).body(),
            new EmbeddedCloudWatch(store, () -> NOW),
            store.minute(),
            () -> NOW),
        name -> name.equals("queue-backing-up") ? Optional.of("# Queue") : Optional.empty(),
        Optional.of(
            new Rehearsal(
                store,
                () -> mails,
                new Drills(),
                new Mutes(),
                name -> name.equals("local") ? Optional.of("up 1\n") : Optional.empty(),
                URI.create("http://127.0.0.1:9"))),
        () -> NOW);
  }

  /** Mutes of one alarm, or all, as texts in {@link #begun}. */
  private final class Mutes implements AlarmMutes {
    @Override
    public boolean mute(Optional<String> alarm, Duration length) {
      if (alarm.isPresent() && !alarm.get().equals("queue")) {
        return false;
      }
      begun.add("mute " + alarm.orElse("all") + " " + length);
      return true;
    }

    @Override
    public void unmute(Optional<String> alarm) {
      begun.add("unmute " + alarm.orElse("all"));
    }

    @Override
    public Optional<Instant> mutedUntil(String alarm) {
      return Optional.empty();
    }
  }

  int port() {
    return console.uri().getPort();
  }

  /** The body of a successful GET. */
  JsonNode get(String path) throws IOException, InterruptedException {
    HttpResponse<String> response = send("GET", path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("application/json;charset=utf-8");
    assertThat(response.headers().firstValue("Cache-Control")).hasValue("no-store");
    return JSON.readTree(response.body());
  }

  /** A request with headers, names and values in turn. */
  HttpResponse<String> send(String method, String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(console.uri().resolve(path))
            .method(method, BodyPublishers.ofString(""));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /** The status line that a request of these lines gets. */
  String raw(String... lines) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.setSoTimeout(10_000);
      String request = String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      BufferedReader reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
      return String.valueOf(reader.readLine());
    }
  }

  @Override
  public void close() {
    console.close();
  }

  /** Two drills that only take a note. */
  private final class Drills implements DrillRegistry {
    @Override
    public Set<String> names() {
      return new LinkedHashSet<>(List.of("fail-runs", "runners-stop"));
    }

    @Override
    public boolean begin(String name) {
      if (!names().contains(name)) {
        return false;
      }
      begun.add(name);
      return true;
    }
  }
}
