/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.runwatch.testing.contract.ApiClient;
import dev.runwatch.testing.contract.CoordinatorSettings;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/** Who did what to a run can be told from the log, and no secret can. */
final class ServiceLogTest {

  private static final String TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

  @TempDir Path folder;
  private final Logger logger = (Logger) LoggerFactory.getLogger("dev.runwatch.coordinator");
  private final Lines lines = new Lines();

  private static final class Lines extends AppenderBase<ILoggingEvent> {

    final List<ILoggingEvent> events = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      events.add(event);
    }

    /** The keys of the lines with a message. */
    List<Map<String, String>> of(String message) {
      return events.stream()
          .filter(event -> event.getMessage().equals(message))
          .map(Lines::keys)
          .toList();
    }

    static Map<String, String> keys(ILoggingEvent event) {
      Map<String, String> keys = new TreeMap<>();
      for (KeyValuePair pair : event.getKeyValuePairs()) {
        keys.put(pair.key, String.valueOf(pair.value));
      }
      return keys;
    }
  }

  @BeforeEach
  void listen() {
    lines.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void everyChangeOfARunIsALineWithItsRunItsRunnerAndItsTrace() throws Exception {
    try (InProcess.Started service = started()) {
      ApiClient client = new ApiClient(service.uri());
      HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(service.uri().resolve("/runs"))
                  .header("traceparent", TRACE)
                  .POST(
                      HttpRequest.BodyPublishers.ofString("{\"parameters\":{\"key\":\"s3cr3t\"}}"))
                  .build(),
              BodyHandlers.ofString());
      String runner = client.register("h");
      String run = client.poll(runner).run();
      client.report(run, "started", runner).is(200);
      client.report(run, "failed", runner, "\"error\":\"s3cr3t\"").is(200);
      List<Map<String, String>> changes = lines.of("Run changed");
      assertThat(changes)
          .extracting(keys -> keys.get("status"))
          .containsExactly("pending", "claimed", "running", "failed");
      assertThat(changes)
          .allSatisfy(
              keys ->
                  assertThat(keys)
                      .containsEntry("run_id", run)
                      .containsEntry("traceparent", TRACE));
      assertThat(changes.subList(1, 4))
          .allSatisfy(
              keys ->
                  assertThat(keys)
                      .containsEntry("runner_id", runner)
                      .containsEntry("attempt", "1"));
      assertThat(changes.get(3)).containsEntry("from", "running");
      assertThat(everything()).doesNotContain("s3cr3t");
    }
  }

  @Test
  void everyRefusedRequestIsALineWithItsRunAndItsRunner() throws Exception {
    try (InProcess.Started service = started()) {
      ApiClient client = new ApiClient(service.uri());
      String runner = client.register("h");
      String run = client.newRun("{}");
      client
          .report(run, "completed", runner, "\"output\":\"s3cr3t\"")
          .isError(409, "illegal_transition");
      client
          .get("/runner/runs?runner_id=lnch_000000000000&instance_id=s3cr3t")
          .isError(401, "runner_unknown");
      await().until(() -> lines.of("Refused a request").size() == 2);
      assertThat(lines.of("Refused a request").get(0))
          .containsEntry("status", "409")
          .containsEntry("method", "POST")
          .containsEntry("path", "/runner/runs/" + run + "/completed")
          .containsEntry("run_id", run)
          .containsEntry("runner_id", runner);
      assertThat(lines.of("Refused a request").get(1))
          .containsEntry("status", "401")
          .containsEntry("runner_id", "lnch_000000000000");
      assertThat(everything()).doesNotContain("s3cr3t");
    }
  }

  private InProcess.Started started() throws Exception {
    return InProcess.start(
        InProcess.config(folder.resolve("runs.db").toString(), CoordinatorSettings.shortPolls())
            .build());
  }

  private String everything() {
    StringBuilder all = new StringBuilder();
    for (ILoggingEvent event : lines.events) {
      all.append(event.getFormattedMessage()).append(event.getKeyValuePairs());
    }
    return all.toString();
  }
}
