/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

/** Is told of every change of a run, once, after it is durable. Must not throw and not block. */
public interface RunListener {

  /** The run was created or is in a new state. */
  void changed(Run run);
}
