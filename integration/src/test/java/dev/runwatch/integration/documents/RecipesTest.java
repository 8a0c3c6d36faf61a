/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Recipes of several commands, one of which may fail. */
final class RecipesTest {

  /** After a synthesis that is refused, the template of an earlier one is still there. */
  @Test
  void aRefusedSynthesisDoesNotDeployAnOldTemplate() {
    String readme = Documents.text(Path.of("infra/cdk/README.md"));
    assertThat(readme)
        .contains("npx cdk synth -c env=prod -c synth=legacy >/dev/null && \\\naws cloudformation");
  }
}
