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
  /**
   * Send again, at most three times in all. A value may count up to three times; after three
   * attempts of unknown fate it is dropped and counted.
   */
  RESEND,
  /** Drop and count. Nothing counts twice, something may be lost. */
  DROP
}
