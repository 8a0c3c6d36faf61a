/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** No end of a run is lost, whatever happens to the runner and to the line. */
class ReportsSurviveTest extends RunnerHarness {

  private static final PendingReports.Reporting SELF =
      new PendingReports.Reporting("lnch_0123456789ab", "instance-1");
  private static final URI HERE = URI.create("http://127.0.0.1:1");

  @Test
  void aRestartedRunnerReportsWhatItsPredecessorFinishedOnce() throws Exception {
    startRegistered();
    coordinator.when(
        request -> request.isReport() && request.last().equals("completed"),
        Integer.MAX_VALUE,
        FakeCoordinator.status(502, "<html>bad gateway</html>"));
    coordinator.offer(FakeCoordinator.run("run_1", "echo", "{}", ",\"attempt\":3"));
    await().atMost(PATIENCE).until(() -> coordinator.reportNames("run_1").contains("completed"));
    runner.close();
    String instance =
        coordinator.to("/runner/register").get(0).body().path("instance_id").asString();
    coordinator.clear();
    coordinator.when(
        FakeCoordinator.Request::isReport, 2, FakeCoordinator.error(503, "unavailable"));

    startRegistered();

    awaitReports("run_1", "completed", "completed", "completed");
    // As the earlier process and before its successor: with that its runs would count as lost.
    List<FakeCoordinator.Request> first = coordinator.requests.stream().limit(4).toList();
    assertThat(first)
        .extracting(FakeCoordinator.Request::last)
        .containsExactly("completed", "completed", "completed", "register");
    assertThat(first.get(0).body().path("runner_id").asString()).isEqualTo("lnch_0123456789ab");
    assertThat(first.get(0).body().path("instance_id").asString()).isEqualTo(instance);
    JsonNode report = lastReport("run_1").body();
    assertThat(report.path("attempt").asInt()).isEqualTo(3);
    assertThat(report.path("output").asString()).contains("run_1");
    await().atMost(PATIENCE).until(() -> filesIn(dir.resolve("data")).noneMatch(this::isReport));
  }

  @Test
  void heartbeatsNameWhatARunnerHasAndWhatAPredecessorFinished() throws Exception {
    startRegistered();
    coordinator.when(
        request -> request.isReport() && request.last().equals("completed"),
        Integer.MAX_VALUE,
        FakeCoordinator.error(401, "unauthenticated"));
    coordinator.offer(FakeCoordinator.run("run_1", "echo", "{}", ",\"attempt\":3"));
    await().atMost(PATIENCE).until(() -> filesIn(dir.resolve("data")).anyMatch(this::isReport));
    runner.close();
    runner = Runner.start(config(), new SimpleMeterRegistry());
    runner.registered().get(30, TimeUnit.SECONDS);
    coordinator.offer(FakeCoordinator.run("run_2", "sleep", "{\"seconds\":300}", ",\"attempt\":1"));

    await()
        .atMost(PATIENCE)
        .until(
            () ->
                coordinator.to("/runner/heartbeat").stream()
                    .map(beat -> beat.body().path("runs").toString())
                    .toList(),
            beats ->
                beats.contains(
                    "[{\"run_id\":\"run_1\",\"attempt\":3},"
                        + "{\"run_id\":\"run_2\",\"attempt\":1}]"));
  }

  @Test
  void aRunThatTheCoordinatorCountsAsLostIsEndedAndNotReported() throws Exception {
    startRegistered();
    coordinator.offer(FakeCoordinator.run("run_1", "sleep", "{\"seconds\":300}", ",\"attempt\":1"));
    awaitReports("run_1", "started");

    coordinator.when(
        request -> request.path().equals("/runner/heartbeat"),
        1,
        FakeCoordinator.status(200, "{\"ok\":true,\"unknown\":[\"run_1\"]}"));

    await().atMost(PATIENCE).until(() -> gauge("runner_slots_busy") == 0);
    assertThat(coordinator.reportNames("run_1")).containsExactly("started");
  }

  @Test
  void aNewAttemptOfARunIsExecutedAfterTheEarlierOneHasEnded() throws Exception {
    startRegistered();
    coordinator.offer(FakeCoordinator.run("run_1", "sleep", "{\"seconds\":300}", ",\"attempt\":1"));
    awaitReports("run_1", "started");

    coordinator.offer(FakeCoordinator.run("run_1", "echo", "{}", ",\"attempt\":2"));

    awaitReports("run_1", "started", "started", "completed");
    assertThat(coordinator.reportsOf("run_1"))
        .extracting(report -> report.body().path("attempt").asInt())
        .containsExactly(1, 2, 2);
  }

  @ParameterizedTest
  @CsvSource({"404", "409", "400", "403", "502"})
  void anAnswerWithoutTheCoordinatorsErrorCodeIsNoAnswer(int status) throws Exception {
    coordinator.when(
        request -> request.isReport() && request.last().equals("completed"),
        3,
        FakeCoordinator.status(status, "<html>a proxy</html>"));
    startRegistered();

    coordinator.offer("run_1", "echo", "{}");

    awaitReports("run_1", "started", "completed", "completed", "completed", "completed");
  }

  @Test
  void theOldestOutputsAreShortenedFirstWhenTheSpaceIsUsedUp() throws Exception {
    PendingReports pending = new PendingReports(dir.resolve("reports"), HERE, () -> SELF, 30_000);
    for (int i = 1; i <= 5; i++) {
      pending.add(new HandOut("run_" + i, 1), Report.completed("x".repeat(9_000) + i));
    }

    Path other = Files.createDirectories(dir.resolve("other"));
    List<PendingReports.Pending> kept =
        new PendingReports(other, HERE, () -> SELF, 1_000_000).adopt(dir.resolve("reports"));

    assertThat(kept).hasSize(5);
    assertThat(kept.get(0).report().fields().get("output"))
        .startsWith("[shortened by the runner")
        .endsWith("x1")
        .hasSizeLessThan(1_200);
    assertThat(kept.get(4).report().fields().get("output")).hasSize(9_001);
  }

  @Test
  void reportsForAnotherCoordinatorStayWhereTheyAre() throws Exception {
    Path folder = dir.resolve("reports");
    new PendingReports(folder, HERE, () -> SELF, 30_000)
        .add(new HandOut("run_1", 1), Report.completed(""));
    Path other = Files.createDirectories(dir.resolve("other"));

    assertThat(
            new PendingReports(other, URI.create("http://127.0.0.1:2"), () -> SELF, 30_000)
                .adopt(folder))
        .isEmpty();
    assertThat(new PendingReports(other, HERE, () -> SELF, 30_000).adopt(folder)).hasSize(1);
  }

  private boolean isReport(Path file) {
    return file.getParent().endsWith("reports");
  }

  private static Stream<Path> filesIn(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList().stream();
    }
  }
}
