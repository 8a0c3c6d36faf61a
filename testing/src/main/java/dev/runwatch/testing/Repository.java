/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where the checkout is. */
public final class Repository {

  private Repository() {}

  /** The top folder: what the build says it is, else the nearest one above with {@code mvnw}. */
  public static Path root() {
    String told = System.getProperty("runwatch.root", "");
    if (!told.isEmpty()) {
      return Path.of(told);
    }
    Path folder = Path.of("").toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("mvnw"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalStateException("no folder above has mvnw; run the tests from a checkout");
    }
    return folder;
  }
}
