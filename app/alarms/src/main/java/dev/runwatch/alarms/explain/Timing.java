/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.explain;

import java.time.Duration;
import java.util.Optional;

/**
 * The timing of an alarm if CloudWatch retrieves N + {@code extra} data points. Times count from
 * the start of the first minute that differs; empty means never.
 *
 * @param extra the number of data points beyond N that are retrieved
 * @param detected from the step to the bad values to ALARM
 * @param recovered from the step back to the good values to OK
 * @param silenceDetected from the end of all data to ALARM, starting in OK
 * @param silenceEnded from the end of all data to the last change of the state, starting in ALARM;
 *     empty if it ends in ALARM
 */
public record Timing(
    int extra,
    Optional<Duration> detected,
    Optional<Duration> recovered,
    Optional<Duration> silenceDetected,
    Optional<Duration> silenceEnded) {}
