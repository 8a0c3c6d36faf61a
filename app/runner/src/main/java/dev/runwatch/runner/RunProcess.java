/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

/**
 * The processes of one run, which are recorded until this is closed.
 *
 * @param tree the processes
 * @param forget deletes the record
 */
record RunProcess(ProcessTree tree, Runnable forget) implements AutoCloseable {

  @Override
  public void close() {
    forget.run();
  }
}
