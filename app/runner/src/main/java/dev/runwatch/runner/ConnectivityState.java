/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the last heartbeat or poll got through. Logs only when that changes. Thread-safe. */
final class ConnectivityState {

  private static final Logger log = LoggerFactory.getLogger(Runner.class);

  private final URI coordinator;
  private boolean reachable;
  private boolean lossLogged;

  ConnectivityState(URI coordinator) {
    this.coordinator = coordinator;
  }

  synchronized void gotThrough() {
    if (!reachable) {
      log.info("coordinator {} is reached", coordinator);
    }
    reachable = true;
    lossLogged = false;
  }

  synchronized void failed(String why) {
    if (!lossLogged) {
      log.warn("coordinator {} is not reached, trying on: {}", coordinator, why);
    }
    reachable = false;
    lossLogged = true;
  }

  synchronized boolean reachable() {
    return reachable;
  }
}
