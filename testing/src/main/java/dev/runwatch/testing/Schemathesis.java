/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Schemathesis, which makes requests from an OpenAPI document. */
public final class Schemathesis {

  private static final String VERSION = "4.32.5";
  private static final List<String> PYTHONS = List.of("3.13", "3.12", "3.11");

  private Schemathesis() {}

  /** The program; a test that needs it is skipped where it cannot be installed. */
  public static Path program() {
    Optional<Python> python = Python.find(PYTHONS);
    if (python.isEmpty()) {
      throw Needs.notMet("there is no Python " + PYTHONS + " for Schemathesis");
    }
    Path folder =
        Repository.root().resolve(".schemathesis/" + VERSION + "-python" + python.get().version());
    try {
      python
          .get()
          .install(
              folder,
              List.of("schemathesis/constraints-" + VERSION + ".txt"),
              List.of("schemathesis==" + VERSION));
    } catch (Python.InstallationException e) {
      throw Needs.notMet("Schemathesis cannot be installed: " + e.getMessage());
    }
    return folder.resolve("venv/bin/schemathesis");
  }
}
