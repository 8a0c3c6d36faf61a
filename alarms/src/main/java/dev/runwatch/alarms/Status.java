/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms;

import java.time.Instant;

/**
 * How an alarm stands.
 *
 * @param state its state
 * @param since when it entered that state; its creation at first
 * @param reason why, in CloudWatch's wording; renewed by every evaluation
 * @param warmingUp whether it is not evaluated yet
 */
public record Status(AlarmState state, Instant since, String reason, boolean warmingUp) {}
