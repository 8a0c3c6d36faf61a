/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.AlarmState;
import java.time.Instant;

/**
 * How an alarm stands.
 *
 * @param state its state
 * @param since when it entered that state; its creation at first
 * @param reason why, in CloudWatch's wording; renewed by every evaluation
 * @param warmingUp whether it is not evaluated yet
 */
public record AlarmStatus(AlarmState state, Instant since, String reason, boolean warmingUp) {}
