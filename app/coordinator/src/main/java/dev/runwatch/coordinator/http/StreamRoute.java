/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.store.RunQuery;
import dev.runwatch.coordinator.store.RunStore;
import dev.runwatch.coordinator.stream.EventStreams;
import dev.runwatch.sparkjetty.Route;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The event stream of runs. */
public final class StreamRoute {

  private static final Set<RunStatus> UNFINISHED =
      EnumSet.of(RunStatus.PENDING, RunStatus.CLAIMED, RunStatus.RUNNING, RunStatus.STOPPING);

  /** How many unfinished runs the first event of a stream shows at most, oldest first. */
  private static final int MAX_INIT = 1000;

  private static final int MAX_INIT_BYTES = 1 << 20;

  private final RunStore store;
  private final EventStreams streams;

  public StreamRoute(RunStore store, EventStreams streams) {
    this.store = store;
    this.streams = streams;
  }

  /** The route. */
  public List<Route> routes() {
    return List.of(
        Endpoint.STREAM.deferredWith(
            (request, exchange) -> streams.open(exchange, this::unfinished)));
  }

  private String unfinished() {
    RunPage page = new RunPage(MAX_INIT, MAX_INIT_BYTES);
    store.visit(
        RunQuery.oldest(UNFINISHED, null, MAX_INIT + 1),
        run -> page.add(run.run().sequence(), Json.write(Views.run(run.run()))));
    return "{\"runs\":" + page.json() + (page.cut() ? ",\"truncated\":true}" : "}");
  }
}
