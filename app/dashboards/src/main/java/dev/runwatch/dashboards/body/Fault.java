/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/**
 * Something wrong in a body.
 *
 * @param place where it is
 * @param message what is wrong and what to do
 */
public record Fault(Place place, String message) {

  /** The pointer and the message, without the line. */
  @Override
  public String toString() {
    return place + ": " + message;
  }
}
