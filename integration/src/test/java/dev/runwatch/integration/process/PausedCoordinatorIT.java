/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.Repository;
import dev.runwatch.testing.contract.ApiClient;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A coordinator that is stopped by SIGSTOP for longer than a runner may be silent. */
final class PausedCoordinatorIT {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration REMOVE_AFTER = Duration.ofSeconds(4);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @TempDir Path folder;

  @Test
  void noLiveRunnerIsRemovedAndNoRunFailsForIt() throws Exception {
    try (Launched coordinator =
        runwatch(
            "coordinator",
            "--listen=127.0.0.1:0",
            "--heartbeat-interval=500ms",
            "--stale-after=2s",
            "--remove-after=" + REMOVE_AFTER.toMillis() + "ms",
            "--backends=prometheus",
            "--log=json")) {
      URI address = URI.create(coordinator.awaitLine("coordinator ready on (http://\\S+)", LONG));
      ApiClient client = new ApiClient(address);
      try (Launched runner =
          runwatch(
              "runner",
              "--coordinator",
              address.toString(),
              "--backends=prometheus",
              "--log=json")) {
        String id = runner.awaitLine("runner (lnch_\\S+) ready", LONG);
        String run = client.newRun("{\"executor\":\"sleep\",\"parameters\":{\"seconds\":10}}");
        await().atMost(LONG).until(() -> client.status(run).equals("running"));
        signal("STOP", coordinator);
        TimeUnit.MILLISECONDS.sleep(REMOVE_AFTER.plusSeconds(2).toMillis());
        signal("CONT", coordinator);
        await().atMost(LONG).until(() -> !client.status(run).equals("running"));
        assertThat(client.status(run)).isEqualTo("completed");
        JsonNode runners = client.get("/runners").json().path("runners");
        assertThat(runners).hasSize(1);
        assertThat(runners.path(0).path("runner_id").asString("")).isEqualTo(id);
        assertThat(runner.alive()).isTrue();
        await().atMost(LONG).untilAsserted(() -> theLogIsJson(coordinator, run, id));
        for (String line : runner.err().lines().toList()) {
          assertThat(JSON.readTree(line).has("message")).as(line).isTrue();
        }
      }
    }
  }

  private static void theLogIsJson(Launched coordinator, String run, String runner) {
    List<JsonNode> lines = coordinator.err().lines().map(line -> JSON.readTree(line)).toList();
    assertThat(lines).allMatch(line -> line.has("at") && line.has("level") && line.has("message"));
    assertThat(lines)
        .filteredOn(line -> line.path("run_id").asString("").equals(run))
        .extracting(line -> line.path("status").asString(""))
        .containsExactly("pending", "claimed", "running", "completed");
    assertThat(lines).anyMatch(line -> line.path("runner_id").asString("").equals(runner));
  }

  private static void signal(String name, Launched process) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }

  private Launched runwatch(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Repository.root().resolve("runwatch").toString());
    command.addAll(List.of(arguments));
    return Launched.start(
        folder,
        Map.of("AWS_EC2_METADATA_DISABLED", "true", "AWS_REGION", "", "AWS_DEFAULT_REGION", ""),
        command);
  }
}
