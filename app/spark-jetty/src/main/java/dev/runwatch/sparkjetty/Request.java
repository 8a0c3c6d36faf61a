/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

/** A request whose body has arrived as a whole. */
public interface Request extends RequestHead {

  /** The body; empty if there is none, and for methods without a body. Not copied. */
  byte[] body();
}
