/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.testing.Launched;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator that publishes to Google Cloud Monitoring only. */
final class GoogleBackendTest {

  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path folder;

  @Test
  void withoutItsCredentialsTheCoordinatorServesAndSaysSoInOneLine() throws Exception {
    try (Launched coordinator =
        Processes.runwatch(
            folder,
            Map.of("GOOGLE_APPLICATION_CREDENTIALS", folder.resolve("missing.json").toString()),
            "coordinator --listen 127.0.0.1:0 --backends stackdriver --google-project a-project")) {
      URI uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(coordinator.err().lines())
                      .singleElement()
                      .asString()
                      .contains("Google Cloud Monitoring", "missing.json", "counts are kept"));
      assertThat(
              HttpClient.newHttpClient()
                  .send(
                      HttpRequest.newBuilder(uri.resolve("/health")).build(),
                      BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(200);
    }
  }
}
