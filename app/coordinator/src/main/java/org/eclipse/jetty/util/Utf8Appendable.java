/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package org.eclipse.jetty.util;

/**
 * What Spark's URL decoder links to and Jetty 12 no longer has: the only class of Jetty 9 that
 * Spark's router, as opposed to its server, needs.
 */
public abstract class Utf8Appendable {

  private Utf8Appendable() {}

  /** A sequence of bytes that is not UTF-8. */
  public static class NotUtf8Exception extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    public NotUtf8Exception(String reason) {
      super("Not valid UTF8! " + reason);
    }
  }
}
