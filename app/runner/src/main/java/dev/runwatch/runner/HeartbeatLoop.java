/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.metrics.RunnerMetrics;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Sends heartbeats. The next one begins 80 % of the coordinator's interval after the end of the
 * last one, or after a short pause when the last one failed.
 */
final class HeartbeatLoop implements Runnable {

  private final CoordinatorClient client;
  private final RegistrationState registrationState;
  private final ConnectivityState connectivity;
  private final RunnerMetrics metrics;
  private final Consumer<Registration> unknown;
  private final Runnable superseded;

  /** The two callbacks are those of {@link Reporter}. */
  HeartbeatLoop(
      CoordinatorClient client,
      RegistrationState registrationState,
      ConnectivityState connectivity,
      RunnerMetrics metrics,
      Consumer<Registration> unknown,
      Runnable superseded) {
    this.client = client;
    this.registrationState = registrationState;
    this.connectivity = connectivity;
    this.metrics = metrics;
    this.unknown = unknown;
    this.superseded = superseded;
  }

  @Override
  public void run() {
    Pauses pauses = new Pauses();
    try {
      Thread.sleep(regularPause(registrationState.await()).toMillis());
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
      Response answer = client.heartbeat(me, me.requestTimeout());
      if (answer.isFromHealthyCoordinator()) {
        connectivity.gotThrough();
      } else {
        connectivity.failed("a heartbeat was answered with " + answer.describe());
      }
      if (answer.isSuccess()) {
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

  private static Duration regularPause(Registration me) {
    return me.heartbeatInterval().multipliedBy(8).dividedBy(10);
  }
}
