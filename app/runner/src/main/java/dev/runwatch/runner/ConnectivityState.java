/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the last heartbeat or poll got an answer. Logs only a change. Thread-safe. */
final class ConnectivityState {

  private static final Logger LOG = LoggerFactory.getLogger(ConnectivityState.class);

  private final URI coordinator;
  private boolean reachable;
  private boolean lossLogged;

  ConnectivityState(URI coordinator) {
    this.coordinator = coordinator;
  }

  synchronized void gotThrough() {
    if (!reachable) {
      LOG.info("connected to coordinator {}", coordinator);
    }
    reachable = true;
    lossLogged = false;
  }

  synchronized void failed(String why) {
    if (!lossLogged) {
      LOG.warn("cannot reach coordinator {}, retrying: {}", coordinator, why);
    }
    reachable = false;
    lossLogged = true;
  }

  synchronized boolean reachable() {
    return reachable;
  }
}
