/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.runs.Run;

/** Runs as events show them. */
public final class RunViews {

  private record RunEvent(RunBody run) {}

  private RunViews() {}

  /** The data of the event that tells of a run's change. */
  public static String event(Run run) {
    return Json.write(new RunEvent(RunBody.of(run)));
  }
}
