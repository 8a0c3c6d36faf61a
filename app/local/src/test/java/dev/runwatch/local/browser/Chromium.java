/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.browser;

import dev.runwatch.testing.Needs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A headless Chromium of this machine, with a folder of its own, driven by its DevTools protocol.
 */
final class Chromium implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Process process;
  private final HttpClient http = HttpClient.newHttpClient();
  private final int port;

  private Chromium(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts the browser; skips the test, with the reason, where there is none. */
  static Chromium start(Path folder) throws IOException {
    Path program =
        NAMES.stream()
            .flatMap(name -> Needs.find(name).stream())
            .findFirst()
            .orElseThrow(() -> Needs.notMet("there is no chromium on the PATH; install it"));
    // Without a sandbox, because the root of a container cannot have one. It opens the console
    // only.
    Process process =
        new ProcessBuilder(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-extensions",
                "--disable-sync",
                "--no-first-run",
                "--hide-scrollbars",
                "--force-color-profile=srgb",
                "--remote-debugging-port=0",
                "--user-data-dir=" + folder,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("chromium.log").toFile())
            .start();
    Path ports = folder.resolve("DevToolsActivePort");
    try {
      Awaitility.await().atMost(START).until(() -> lines(ports).size() >= 2);
    } catch (RuntimeException e) {
      process.destroyForcibly();
      throw new IOException(
          "chromium did not start: " + Files.readString(folder.resolve("chromium.log")), e);
    }
    return new Chromium(process, Integer.parseInt(lines(ports).get(0)));
  }

  private static List<String> lines(Path file) throws IOException {
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** A new page, which records its console, its errors and its requests. */
  Page open() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/new?about:blank"))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    JsonNode target = JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    return Page.connect(http, URI.create(target.path("webSocketDebuggerUrl").asString("")));
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
