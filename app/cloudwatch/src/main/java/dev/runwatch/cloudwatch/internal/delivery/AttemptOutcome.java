/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

/** How an attempt to send ended. What follows from each is {@link DeliveryQueue}'s to decide. */
enum AttemptOutcome {
  /** 200. */
  ACCEPTED,
  /**
   * Certainly not taken, for a reason that will pass: throttle, 503, no connection, credentials.
   */
  REFUSED,
  /** Certainly not taken, because of what is in it: 400, 413. */
  INVALID,
  /** Perhaps taken, perhaps not: 500, 502, 504, a time-out, a cut connection. */
  UNKNOWN
}
