/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a run asks of its runner, besides its executor.
 *
 * @param hostname the runner's host name, exactly, or null for any
 * @param projectDir the runner's project directory, exactly, or null for any
 * @param tags tags the runner must all have
 */
public record Demands(@Nullable String hostname, @Nullable String projectDir, Set<String> tags) {

  /** Demands nothing. */
  public static final Demands NONE = new Demands(null, null, Set.of());

  public Demands {
    tags = Set.copyOf(tags);
  }
}
