/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.runs.RunId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The runs that a heartbeat lists. */
final class ListedRuns {

  private static final String FIELD = "runs";
  private static final int MOST = 10_000;

  private ListedRuns() {}

  /** The attempt of each run, or empty if the heartbeat has no list. */
  static Optional<Map<RunId, Integer>> read(ObjectNode body) {
    JsonNode list = body.get(FIELD);
    if (list == null || list.isNull()) {
      return Optional.empty();
    }
    if (!list.isArray() || list.size() > MOST) {
      throw ApiException.invalidField(FIELD, "must be a list of at most " + MOST + " objects");
    }
    Map<RunId, Integer> runs = new LinkedHashMap<>();
    for (JsonNode run : list) {
      JsonNode id = run.get("run_id");
      JsonNode attempt = run.get("attempt");
      if (id == null
          || !id.isString()
          || attempt == null
          || !attempt.isIntegralNumber()
          || !attempt.canConvertToInt()) {
        throw ApiException.invalidField(
            FIELD, "must be a list of {run_id, attempt}: a string and a whole number");
      }
      runs.put(new RunId(id.stringValue()), attempt.intValue());
    }
    return Optional.of(runs);
  }
}
