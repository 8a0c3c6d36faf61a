/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.explain;

import java.time.Duration;
import java.util.Optional;

/**
 * How soon an alarm notices, when CloudWatch retrieves N + {@code extra} data points. Times count
 * from the start of the first minute that is different; empty is never.
 *
 * @param extra how many data points more than N are retrieved
 * @param detected from the step to the bad values to ALARM
 * @param recovered from the step back to the good ones to OK
 * @param silenceDetected from the end of all data to ALARM, when all was well
 * @param silenceEnded from the end of all data to the end of an ALARM
 */
public record Timing(
    int extra,
    Optional<Duration> detected,
    Optional<Duration> recovered,
    Optional<Duration> silenceDetected,
    Optional<Duration> silenceEnded) {}
