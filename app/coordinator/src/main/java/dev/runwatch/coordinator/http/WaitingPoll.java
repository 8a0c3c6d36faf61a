/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.dispatch.Poll;
import dev.runwatch.coordinator.dispatch.PollResult;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.store.RunQuery.Content;
import dev.runwatch.sparkjetty.Exchange;
import dev.runwatch.sparkjetty.Response;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A long poll that waits without a thread. */
final class WaitingPoll implements Poll {

  private final Exchange exchange;
  private final boolean takesRuns;
  private final Runnable whenToldDeregistered;

  /**
   * A poll.
   *
   * @param takesRuns whether it can be answered with a run
   * @param whenToldDeregistered runs once the runner has been told that it was deleted
   */
  WaitingPoll(Exchange exchange, boolean takesRuns, Runnable whenToldDeregistered) {
    this.exchange = exchange;
    this.takesRuns = takesRuns;
    this.whenToldDeregistered = whenToldDeregistered;
  }

  @Override
  public boolean takesRuns() {
    return takesRuns;
  }

  @Override
  public void answer(PollResult result, Consumer<Boolean> delivered) {
    boolean first =
        exchange.respond(
            response(result),
            written -> {
              if (written && result instanceof PollResult.Deregistered) {
                whenToldDeregistered.run();
              }
              delivered.accept(written);
            });
    if (!first) {
      delivered.accept(false);
    }
  }

  /** Answers with nothing: the poll has waited long enough. */
  void expire() {
    exchange.respond(Response.noContent());
  }

  private record Execute(RunBody run) {}

  private record Stop(List<String> stopRuns) {}

  private record Deregistered(boolean deregistered) {}

  private static Response response(PollResult result) {
    if (result instanceof PollResult.Execute execute) {
      return Json.response(
          200, Json.write(new Execute(RunBody.of(execute.run(), Set.of(Content.values())))));
    }
    if (result instanceof PollResult.Stop stop) {
      return Json.response(
          200, Json.write(new Stop(stop.runs().stream().map(RunId::value).toList())));
    }
    if (result instanceof PollResult.Deregistered) {
      return Json.response(200, Json.write(new Deregistered(true)));
    }
    return Response.noContent();
  }
}
