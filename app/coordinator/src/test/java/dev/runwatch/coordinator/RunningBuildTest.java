/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.common.BuildInfo;
import dev.runwatch.coordinator.Service.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A coordinator names the build that it runs. */
final class RunningBuildTest {

  @TempDir Path folder;

  @Test
  void healthNamesVersionAndCommit() throws Exception {
    try (Service service = Service.on(folder)) {
      Answer health = service.get("/health");
      assertThat(health.text("version")).isEqualTo(BuildInfo.current().version()).isNotEmpty();
      assertThat(health.text("commit")).isEqualTo(BuildInfo.current().commit()).isNotEmpty();
    }
  }

  @Test
  void buildInfoIsOnTheMetricsPageAndPublishedNowhereElse() throws Exception {
    try (Service service = Service.on(folder)) {
      BuildInfo build = BuildInfo.current();
      assertThat(service.get("/metrics").body().lines())
          .contains(
              "runwatch_build_info{commit=\"%s\",version=\"%s\"} 1.0"
                  .formatted(build.commit(), build.version()));
      assertThat(service.published.getMeters())
          .isNotEmpty()
          .noneMatch(meter -> meter.getId().getName().contains("build"));
    }
  }
}
