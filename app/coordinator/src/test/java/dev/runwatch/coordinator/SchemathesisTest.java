/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.Schemathesis;
import dev.runwatch.testing.contract.CoordinatorSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that Schemathesis makes from the document, valid ones and others. */
final class SchemathesisTest {

  private static final String CHECKS =
      "not_a_server_error,status_code_conformance,content_type_conformance,"
          + "response_headers_conformance,response_schema_conformance";

  @TempDir Path folder;

  @Test
  void noAnswerIsAFailureOrUndocumented() throws Exception {
    Path program = Schemathesis.program();
    CoordinatorConfig config =
        InProcess.config(folder.resolve("runs.db").toString(), CoordinatorSettings.shortPolls())
            .build();
    try (InProcess.Started service = InProcess.start(config);
        Launched process = launch(program, service)) {
      int status = process.awaitEnd(Duration.ofMinutes(4));
      assertThat(status).as(process.out() + process.err()).isZero();
    }
  }

  private Launched launch(Path program, InProcess.Started service) {
    return Launched.start(
        folder,
        Map.of("NO_COLOR", "1"),
        List.of(
            program.toString(),
            "run",
            service.uri() + "/openapi.json",
            "--checks=" + CHECKS,
            "--phases=examples,coverage,fuzzing",
            // A stream has no end.
            "--exclude-path=/sse/runs",
            "--max-examples=20",
            "--seed=20261129",
            "--workers=2",
            "--request-timeout=30"));
  }
}
