/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

/** A request about a run or a runner that cannot be granted. */
public final class RunConflictException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** Why. */
  public enum Reason {
    RUN_NOT_FOUND,
    RUNNER_NOT_FOUND,
    RUNNER_UNKNOWN,
    ILLEGAL_TRANSITION,
    NOT_OWNER,
    SUPERSEDED,
    ATTEMPT_SUPERSEDED,
    KEY_REUSED,
    FORBIDDEN
  }

  private final Reason reason;

  public RunConflictException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Why it cannot be granted. */
  public Reason reason() {
    return reason;
  }
}
