/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

/**
 * The processes of one run, which are recorded and watched until this is closed.
 *
 * @param tree the processes
 * @param id the first of them
 */
record RunProcess(ProcessTree tree, ProcessRecords.Id id, ProcessRecords records, Fence fence)
    implements AutoCloseable {

  /** Whether the guardian has ended it. */
  boolean endedByGuardian() {
    return fence.hasEnded(id);
  }

  @Override
  public void close() {
    fence.release(id);
    records.remove(id);
  }
}
