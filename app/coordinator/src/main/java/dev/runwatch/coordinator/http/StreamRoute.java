/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.store.RunQuery;
import dev.runwatch.coordinator.store.RunStore;
import dev.runwatch.coordinator.stream.EventFilter;
import dev.runwatch.coordinator.stream.EventStreams;
import dev.runwatch.sparkjetty.Route;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.util.RawValue;

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
            (request, exchange) ->
                streams.open(
                    exchange,
                    new EventFilter(Parameters.status(request), Parameters.onlyRun(request)),
                    Parameters.lastEventId(request),
                    this::present)));
  }

  private String present(EventFilter filter) {
    RunPage page = new RunPage(MAX_INIT, MAX_INIT_BYTES);
    RunId only = filter.run();
    RunStatus status = filter.status();
    if (only != null) {
      store.find(only).ifPresent(run -> add(page, run));
    } else if (status == null || !status.ended()) {
      Set<RunStatus> shown = status == null ? UNFINISHED : EnumSet.of(status);
      store.visit(RunQuery.oldest(shown, null, MAX_INIT + 1), run -> add(page, run.run()));
    }
    return Json.write(
        page.cut() ? new PartOfRuns(page.runs(), true) : new UnfinishedRuns(page.runs()));
  }

  /** The data of the event {@code init}. */
  private record UnfinishedRuns(List<RawValue> runs) {}

  /** The same when there were too many. */
  private record PartOfRuns(List<RawValue> runs, boolean truncated) {}

  private static boolean add(RunPage page, Run run) {
    return page.add(run.sequence(), Json.write(RunBody.of(run)));
  }
}
