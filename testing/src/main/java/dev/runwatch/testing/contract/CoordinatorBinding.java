/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import java.net.URI;

/** A way to start coordinators. */
public interface CoordinatorBinding {

  /**
   * Starts a coordinator on a free port of the loopback; it serves when this returns.
   *
   * @param store a name of letters and digits; the same name again is the same store
   */
  Running start(String store, CoordinatorSettings settings) throws Exception;

  /** A coordinator that serves. */
  interface Running extends AutoCloseable {

    /** Where it is reached. */
    URI uri();

    /** Stops it as its operator would, and returns once it has ended; stopping twice is allowed. */
    @Override
    void close();
  }
}
