/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.time.Duration;

/**
 * What the coordinator answered to a registration.
 *
 * @param runnerId what it calls this runner
 * @param pollTimeout how long it lets a poll wait
 * @param heartbeatInterval how often it wants to hear from this runner
 */
record Registration(String runnerId, Duration pollTimeout, Duration heartbeatInterval) {

  /** The longest pause between two tries: half a heartbeat, and no more than five seconds. */
  Duration longestPause() {
    Duration half = heartbeatInterval.dividedBy(2);
    return half.compareTo(Duration.ofSeconds(5)) < 0 ? half : Duration.ofSeconds(5);
  }

  /** How long a heartbeat or a report may take, so that a coordinator that hangs is noticed. */
  Duration requestTimeout() {
    Duration half = heartbeatInterval.dividedBy(2);
    if (half.compareTo(Duration.ofSeconds(2)) < 0) {
      return Duration.ofSeconds(2);
    }
    return half.compareTo(Duration.ofSeconds(10)) < 0 ? half : Duration.ofSeconds(10);
  }
}
