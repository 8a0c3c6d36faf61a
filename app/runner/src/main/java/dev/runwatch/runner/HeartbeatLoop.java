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
 * Tells the coordinator that this runner lives. The next heartbeat follows the end of the one
 * before after 80 % of the interval the coordinator asked for, a failed one after a short pause.
 */
final class HeartbeatLoop implements Runnable {

  private final CoordinatorClient client;
  private final RegistrationState membership;
  private final ConnectivityState contact;
  private final RunnerMetrics metrics;
  private final Consumer<Registration> unknown;
  private final Runnable superseded;

  /** The two callbacks are those of {@link Reporter}. */
  HeartbeatLoop(
      CoordinatorClient client,
      RegistrationState membership,
      ConnectivityState contact,
      RunnerMetrics metrics,
      Consumer<Registration> unknown,
      Runnable superseded) {
    this.client = client;
    this.membership = membership;
    this.contact = contact;
    this.metrics = metrics;
    this.unknown = unknown;
    this.superseded = superseded;
  }

  @Override
  public void run() {
    BackOff backOff = new BackOff();
    try {
      Thread.sleep(regularPause(membership.await()).toMillis());
      while (true) {
        Registration me = membership.await();
        if (beat(me)) {
          backOff.reset();
          Thread.sleep(regularPause(me).toMillis());
        } else {
          backOff.pause(me.longestPause());
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
        contact.gotThrough();
      } else {
        contact.failed("a heartbeat got " + answer.describe());
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
      contact.failed("a heartbeat failed: " + e.getMessage());
    }
    metrics.heartbeatFailed();
    return false;
  }

  private static Duration regularPause(Registration me) {
    return me.heartbeatInterval().multipliedBy(8).dividedBy(10);
  }
}
