/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The processes of one run, which are recorded and watched until this is closed.
 *
 * @param tree the processes
 * @param id the first of them
 * @param input the file of its standard input, which is deleted at the end
 */
record RunProcess(
    ProcessTree tree, ProcessRecords.Id id, Path input, ProcessRecords records, Fence fence)
    implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(RunProcess.class);

  /** Whether the guardian has ended it. */
  boolean endedByGuardian() {
    return fence.hasEnded(id);
  }

  @Override
  public void close() {
    fence.release(id);
    records.remove(id);
    try {
      Files.deleteIfExists(input);
    } catch (IOException e) {
      LOG.warn("cannot delete {}: {}", input, e.toString());
    }
  }
}
