/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.dispatch.Dispatcher;
import dev.runwatch.coordinator.dispatch.RunnerService;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.sparkjetty.Exchange;
import dev.runwatch.sparkjetty.Request;
import dev.runwatch.sparkjetty.Route;
import java.time.Duration;
import java.util.List;

/** The long poll by which runners get runs and orders. */
public final class PollRoute {

  private final RunnerService runners;
  private final Dispatcher dispatcher;
  private final Duration pollWait;

  /**
   * The poll.
   *
   * @param pollWait how long a poll waits at most
   */
  public PollRoute(RunnerService runners, Dispatcher dispatcher, Duration pollWait) {
    this.runners = runners;
    this.dispatcher = dispatcher;
    this.pollWait = pollWait;
  }

  /** The route. */
  public List<Route> routes() {
    return List.of(Endpoint.POLL.deferredWith(this::poll));
  }

  private void poll(Request request, Exchange exchange) {
    RunnerId id = Parameters.runnerId(request);
    Runner runner = runners.polling(id, Parameters.instanceId(request), Gatekeeper.caller(request));
    WaitingPoll poll =
        new WaitingPoll(exchange, !Parameters.stopsOnly(request), () -> runners.told(id));
    exchange.whenOver(() -> dispatcher.unpark(id, poll));
    dispatcher.poll(runner, poll);
    // The wait begins once there was nothing to answer, however long the store took to say so.
    exchange.after(
        pollWait,
        () -> {
          dispatcher.unpark(id, poll);
          poll.expire();
        });
  }
}
