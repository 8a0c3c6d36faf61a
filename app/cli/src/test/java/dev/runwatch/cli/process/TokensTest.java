/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.runwatch.testing.Launched;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens from the command that makes them to the run that is executed with them. */
final class TokensTest {

  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  private List<String> token(String role, String name) {
    try (Launched command = Processes.runwatch(folder, "token " + role + " " + name)) {
      assertThat(command.awaitEnd(LONG)).as(command.err()).isZero();
      List<String> lines = command.out().lines().toList();
      assertThat(lines).hasSize(2);
      assertThat(lines.get(1)).startsWith(role + " " + name + " ").doesNotContain(lines.get(0));
      return lines;
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return http.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void aRunnerWithATokenExecutesRunsThatNeverSeeIt() throws Exception {
    List<String> client = token("client", "ci");
    List<String> runner = token("runner", "build");
    Path tokens =
        Files.writeString(
            folder.resolve("tokens"), String.join("\n", client.get(1), runner.get(1)));
    String options = "coordinator --listen 127.0.0.1:0 --tokens " + tokens;
    try (Launched coordinator = Processes.runwatch(folder, options)) {
      URI uri = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      HttpRequest.Builder post =
          HttpRequest.newBuilder(uri.resolve("/runs"))
              .POST(
                  BodyPublishers.ofString(
                      "{\"executor\":\"shell\",\"parameters\":{\"command\":\"env\"}}"));
      assertThat(send(post).statusCode()).isEqualTo(401);
      String bearer = "Bearer " + client.get(0);
      assertThat(send(post.header("Authorization", bearer)).statusCode()).isEqualTo(201);
      try (Launched started =
          Processes.runwatch(
              folder,
              Map.of("RUNWATCH_TOKEN", runner.get(0)),
              "runner --enable-shell --coordinator " + uri)) {
        HttpRequest.Builder list =
            HttpRequest.newBuilder(uri.resolve("/runs?fields=output"))
                .header("Authorization", bearer);
        await().atMost(LONG).until(() -> send(list).body().contains("\"completed\""));
        assertThat(send(list).body())
            .contains("PATH=")
            .doesNotContain(runner.get(0))
            .doesNotContain("AWS_SECRET_ACCESS_KEY");
        assertThat(started.err() + started.out() + coordinator.err())
            .doesNotContain(runner.get(0))
            .doesNotContain(client.get(0));
      }
    }
  }

  @Test
  void aCoordinatorWithAKeystoreServesHttpsOnlyAndSeesItsOwnHealth() throws Exception {
    Path keystore = folder.resolve("server.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-storepass",
                "changeit",
                "-keystore",
                keystore.toString())
            .redirectErrorStream(true)
            .start();
    keytool.getInputStream().readAllBytes();
    assertThat(keytool.waitFor()).isZero();
    Map<String, String> password = Map.of("RUNWATCH_TLS_KEYSTORE_PASSWORD", "changeit");
    String options = "coordinator --listen 127.0.0.1:0 --step 1s --tls-keystore " + keystore;
    try (Launched coordinator = Processes.runwatch(folder, password, options)) {
      String uri = coordinator.awaitLine("coordinator ready on (https://\\S+)", LONG);
      KeyStore trusted = KeyStore.getInstance(keystore.toFile(), "changeit".toCharArray());
      Certificate certificate = trusted.getCertificate("server");
      trusted.deleteEntry("server");
      trusted.setCertificateEntry("server", certificate);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      HttpClient secure = HttpClient.newBuilder().sslContext(context).build();
      HttpRequest metrics = HttpRequest.newBuilder(URI.create(uri + "/metrics")).build();
      await()
          .atMost(LONG)
          .until(
              () ->
                  secure
                      .send(metrics, BodyHandlers.ofString())
                      .body()
                      .contains("coordinator_healthy{Environment=\"dev\"} 1.0"));
      HttpRequest plain =
          HttpRequest.newBuilder(URI.create(uri.replace("https:", "http:") + "/health")).build();
      assertThatThrownBy(() -> http.send(plain, BodyHandlers.ofString()))
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "coordinator --listen 0.0.0.0:0",
        "coordinator --tokens no-such-file",
        "coordinator --tls-keystore no-such-file",
        "coordinator --max-connections 1",
        "coordinator --max-connections-per-address 0",
        "runner --token-file no-such-file",
        "runner --enable-shell --coordinator http://192.0.2.1:8765",
        "token nobody name",
        "token client na/me",
        "token client"
      })
  void whatIsNotSafeEndsWithStatus2AndOneLine(String arguments) {
    try (Launched launched = Processes.runwatch(folder, arguments)) {
      assertThat(launched.awaitEnd(LONG)).isEqualTo(2);
      assertThat(launched.err().lines()).as(launched.err()).hasSize(1);
    }
  }
}
