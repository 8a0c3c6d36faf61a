/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.time.Duration;
import java.util.Optional;

/**
 * The answer to a registration.
 *
 * @param runnerId the id of this runner
 * @param pollTimeout the longest time that the coordinator lets a poll wait
 * @param heartbeatInterval the time between two heartbeats
 * @param lease how long a heartbeat renews the leases of runs; empty for a coordinator without
 *     leases
 */
record Registration(
    String runnerId, Duration pollTimeout, Duration heartbeatInterval, Optional<Duration> lease) {

  /** The longest pause between two attempts: half a heartbeat interval, at most 5 s. */
  Duration longestPause() {
    Duration half = heartbeatInterval.dividedBy(2);
    return half.compareTo(Duration.ofSeconds(5)) < 0 ? half : Duration.ofSeconds(5);
  }

  /** The timeout of a heartbeat or report: half a heartbeat interval, 2 s to 10 s. */
  Duration requestTimeout() {
    Duration half = heartbeatInterval.dividedBy(2);
    if (half.compareTo(Duration.ofSeconds(2)) < 0) {
      return Duration.ofSeconds(2);
    }
    return half.compareTo(Duration.ofSeconds(10)) < 0 ? half : Duration.ofSeconds(10);
  }
}
