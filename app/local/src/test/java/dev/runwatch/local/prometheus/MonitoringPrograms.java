/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.prometheus;

import dev.runwatch.alarms.export.PrometheusExport;
import dev.runwatch.testing.Needs;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real Prometheus and a real Alertmanager, as programs of this machine. */
final class MonitoringPrograms implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Path folder;
  private final URI prometheus;
  private final URI alertmanager;
  private final List<Process> processes = new ArrayList<>();
  private final HttpClient http = HttpClient.newHttpClient();

  /**
   * @param folder has the exported rules and the configuration of Alertmanager
   */
  MonitoringPrograms(Path folder) throws IOException {
    this.folder = folder;
    this.prometheus = URI.create("http://127.0.0.1:" + freePort());
    this.alertmanager = URI.create("http://127.0.0.1:" + freePort());
  }

  /** Starts both; Prometheus scrapes the pages every quarter of a second. */
  void start(List<URI> pages) throws IOException {
    StringBuilder text = new StringBuilder();
    text.append("global: {scrape_interval: 250ms, evaluation_interval: 250ms}\n");
    text.append("rule_files: [").append(PrometheusExport.RULES).append("]\n");
    text.append("alerting: {alertmanagers: [{static_configs: [{targets: ['")
        .append(alertmanager.getAuthority())
        .append("']}]}]}\nscrape_configs:\n");
    for (URI page : pages) {
      text.append("  - job_name: 'page").append(page.getPath()).append("'\n");
      text.append("    metrics_path: ").append(page.getPath()).append('\n');
      text.append("    static_configs: [{targets: ['").append(page.getAuthority()).append("']}]\n");
    }
    Files.writeString(folder.resolve("prometheus.yml"), text);
    run(
        Needs.program("prometheus-alertmanager").toString(),
        "--config.file=" + PrometheusExport.ALERTMANAGER,
        "--storage.path=alertmanager",
        "--cluster.listen-address=",
        "--web.listen-address=" + alertmanager.getAuthority());
    run(
        Needs.program("prometheus").toString(),
        "--config.file=prometheus.yml",
        "--storage.tsdb.path=tsdb",
        "--web.listen-address=" + prometheus.getAuthority());
  }

  private void run(String... command) throws IOException {
    Path log = folder.resolve(Path.of(command[0]).getFileName() + ".log");
    processes.add(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start());
  }

  /** The result of an instant query. */
  JsonNode query(String expression) throws IOException, InterruptedException {
    JsonNode answer =
        get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
    if (!answer.path("status").asString("").equals("success")) {
      throw new AssertionError(expression + ": " + answer);
    }
    return answer.path("data").path("result");
  }

  /** Whether an alert fires. */
  boolean fires(String alert) throws IOException, InterruptedException {
    for (JsonNode active : get("/api/v1/alerts").path("data").path("alerts")) {
      if (active.path("labels").path("alertname").asString("").equals(alert)
          && active.path("state").asString("").equals("firing")) {
        return true;
      }
    }
    return false;
  }

  /** Whether both scrape and answer. */
  boolean ready() throws InterruptedException {
    try {
      return query("count(up == 1)").path(0).path("value").path(1).asString("").equals("2")
          && send(alertmanager.resolve("/-/ready")).equals("OK");
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(send(prometheus.resolve(path)));
  }

  private String send(URI uri) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    try {
      for (Process process : processes) {
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
