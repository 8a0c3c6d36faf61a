/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.Repository;
import dev.runwatch.testing.contract.CoordinatorBinding;
import dev.runwatch.testing.contract.CoordinatorContract;
import dev.runwatch.testing.contract.CoordinatorSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** The contract against {@code ./runwatch coordinator}. */
final class LaunchedCoordinatorIT extends CoordinatorContract {

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Map<String, String> NO_AWS =
      Map.of("AWS_EC2_METADATA_DISABLED", "true", "AWS_REGION", "", "AWS_DEFAULT_REGION", "");

  @TempDir static Path folder;

  @Override
  protected CoordinatorBinding binding() {
    return LaunchedCoordinatorIT::launch;
  }

  private static CoordinatorBinding.Running launch(String store, CoordinatorSettings settings) {
    Launched process = Launched.start(folder, NO_AWS, command(store, settings));
    URI uri = URI.create(process.awaitLine("coordinator ready on (http://\\S+)", LONG));
    return new CoordinatorBinding.Running() {
      @Override
      public URI uri() {
        return uri;
      }

      @Override
      public void close() {
        process.terminate();
        assertThat(process.awaitEnd(LONG)).as(process.err()).isZero();
      }
    };
  }

  private static List<String> command(String store, CoordinatorSettings settings) {
    CoordinatorSettings.Times times = settings.times();
    List<String> command =
        new ArrayList<>(
            List.of(
                Repository.root().resolve("runwatch").toString(),
                "coordinator",
                "--listen=127.0.0.1:0",
                "--store=" + store + ".db",
                "--data-dir=" + store,
                "--step=1s",
                "--max-connections=" + settings.maxConnections(),
                "--poll-wait=" + times.pollWait().toMillis() + "ms",
                "--heartbeat-interval=" + times.heartbeatInterval().toMillis() + "ms",
                "--stale-after=" + times.staleAfter().toMillis() + "ms",
                "--remove-after=" + times.removeAfter().toMillis() + "ms",
                "--no-match-after=" + times.noMatchAfter().toMillis() + "ms"));
    if (settings.tokens() != null) {
      command.add("--tokens=" + settings.tokens());
    }
    return command;
  }
}
