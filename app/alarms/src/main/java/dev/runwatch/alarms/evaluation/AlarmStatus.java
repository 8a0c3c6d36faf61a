/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.AlarmState;
import java.time.Instant;

/**
 * The state of an alarm at one time.
 *
 * @param state the state
 * @param since when it entered that state; at first the time of its creation
 * @param reason the reason in CloudWatch's wording; every evaluation renews it
 * @param warmingUp whether its warm-up has not ended, so that it is not evaluated
 */
public record AlarmStatus(AlarmState state, Instant since, String reason, boolean warmingUp) {}
