/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

/**
 * What to do with counters and distributions when CloudWatch may or may not have accepted them: an
 * answer of 500, 502 or 504, a time-out, a cut connection. {@code PutMetricData} has no idempotency
 * token, so one of two wrongs has to be chosen.
 */
public enum AmbiguousPolicy {
  /** Send again: nothing is lost, something may count twice. */
  RESEND,
  /** Give up: nothing counts twice, something may be lost. */
  DROP
}
