/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

/**
 * A meter whose value comes from code of the application, which may block or throw. {@link #read}
 * runs that code and keeps what it found; {@link #collect} adds it to the roll-up and runs no code
 * of the application.
 */
public interface ForeignMeter extends Collector {

  /** The meter's name and tags, for the log. */
  String name();

  /**
   * Reads the value. Called in a thread of its own, which is abandoned when this takes too long.
   */
  void read(CollectionPass pass);
}
