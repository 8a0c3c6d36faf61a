/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

/** The outcome of one attempt to send. {@link DeliveryQueue} decides what follows. */
enum AttemptOutcome {
  /** CloudWatch accepted the data: 200. */
  ACCEPTED,
  /**
   * Not accepted, for a reason that is not the content: throttling, 503, no connection, identity.
   */
  RETRYABLE,
  /** Not accepted, because CloudWatch finds part of the content invalid. */
  REJECTED,
  /** Not accepted, because the request is too large: 413. */
  TOO_LARGE,
  /** Possibly accepted: 500, 502, 504, a cut connection. */
  AMBIGUOUS,
  /** Possibly accepted: no response in time. */
  TIMED_OUT
}
