/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

/** The outcome of one attempt to send. {@link DeliveryQueue} decides what follows. */
enum AttemptOutcome {
  /** CloudWatch accepted the data: 200. */
  ACCEPTED,
  /** Not accepted, for a temporary reason: throttling, 503, no connection, credentials. */
  RETRYABLE,
  /** Not accepted, because of the content of the request: 400, 413. */
  REJECTED,
  /** Possibly accepted: 500, 502, 504, a time-out, a cut connection. */
  AMBIGUOUS
}
