/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.stackdriver;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where a service publishes, and how often.
 *
 * @param task the process
 * @param project the id of the project; empty for the one that the credentials name
 * @param step the time between two publications; at least {@link #LEAST_STEP} is used
 * @param emulator host and port of an emulator that is used without TLS and credentials, or null
 *     for Google
 */
public record CloudMonitoringSettings(
    MonitoredTask task, String project, Duration step, @Nullable String emulator) {

  /** Google takes a point of a time series every five seconds at most. */
  public static final Duration LEAST_STEP = Duration.ofSeconds(10);

  public CloudMonitoringSettings {
    step = step.compareTo(LEAST_STEP) < 0 ? LEAST_STEP : step;
  }
}
