/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.common.Json;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.databind.json.JsonMapper;

/** How runs are read, so that a run reaches its executor as it was posted. */
final class RunJson {

  /** Deeper and longer than what a coordinator accepts, so that what it hands out can be read. */
  static final JsonMapper MAPPER =
      Json.exact(
          StreamReadConstraints.builder()
              .maxNestingDepth(2_000)
              .maxNumberLength(2_000_000)
              .build());

  private RunJson() {}
}
