/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.metrics.RunnerMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Sends heartbeats. The next one begins 80 % of the coordinator's interval after the end of the
 * last one, or after a short pause when the last one failed.
 */
final class HeartbeatLoop implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(HeartbeatLoop.class);

  private final CoordinatorClient client;
  private final RegistrationState registrationState;
  private final ConnectivityState connectivity;
  private final RunTable table;
  private final Fence fence;
  private final RunnerMetrics metrics;
  private final Consumer<Registration> unknown;
  private final Runnable superseded;

  /** The two callbacks are those of {@link Reporter}. */
  HeartbeatLoop(
      CoordinatorClient client,
      RegistrationState registrationState,
      ConnectivityState connectivity,
      RunTable table,
      Fence fence,
      RunnerMetrics metrics,
      Consumer<Registration> unknown,
      Runnable superseded) {
    this.client = client;
    this.registrationState = registrationState;
    this.connectivity = connectivity;
    this.table = table;
    this.fence = fence;
    this.metrics = metrics;
    this.unknown = unknown;
    this.superseded = superseded;
  }

  @Override
  public void run() {
    Pauses pauses = new Pauses();
    try {
      while (true) {
        Registration me = registrationState.await();
        if (beat(me)) {
          pauses.reset();
          Thread.sleep(regularPause(me).toMillis());
        } else {
          pauses.pause(me.longestPause());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the runner ends
    }
  }

  private boolean beat(Registration me) throws InterruptedException {
    try {
      List<HandOut> held = table.held();
      long sent = Uptime.centis();
      Response answer = client.heartbeat(me, held, me.requestTimeout());
      if (answer.isFromHealthyCoordinator()) {
        connectivity.gotThrough();
      } else {
        connectivity.failed("a heartbeat was answered with " + answer.describe());
      }
      if (answer.isSuccess()) {
        me.lease().ifPresent(lease -> fence.renewed(sent, lease));
        endUnknown(answer, held);
        return true;
      }
      if (answer.isUnknownRunner()) {
        unknown.accept(me);
      } else if (answer.isSuperseded()) {
        superseded.run();
      }
    } catch (IOException | RuntimeException e) {
      connectivity.failed("a heartbeat failed: " + e.getMessage());
    }
    metrics.heartbeatFailed();
    return false;
  }

  /** Ends the runs that the coordinator has given to another runner, or counts as lost. */
  private void endUnknown(Response answer, List<HandOut> held) {
    for (JsonNode unknown : answer.body().path("unknown")) {
      table
          .find(unknown.asString(""))
          .filter(run -> held.contains(run.handOut()))
          .ifPresent(
              run -> {
                LOG.warn("{}: the coordinator counts it as lost; it is ended", run.label());
                run.abandon();
              });
    }
  }

  private static Duration regularPause(Registration me) {
    return me.heartbeatInterval().multipliedBy(8).dividedBy(10);
  }
}
