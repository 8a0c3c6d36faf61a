/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/** A constant that a body writes as a word. */
public interface Word {

  /** How a body writes it. */
  String word();
}
