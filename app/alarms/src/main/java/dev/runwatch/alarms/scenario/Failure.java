/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import java.time.Duration;

/**
 * One difference from what a case expects.
 *
 * @param alarm the name of the alarm
 * @param at the time of the difference
 * @param text the difference in words
 */
record Failure(String alarm, Duration at, String text) {}
