/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.options;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Files that a command makes. */
public final class ExportedFiles {

  private ExportedFiles() {}

  /**
   * Writes files and prints the path of each.
   *
   * @param files the content by the path below the folder
   * @throws IOException if one cannot be written
   */
  public static void write(Path folder, Map<String, String> files, PrintWriter out)
      throws IOException {
    for (Map.Entry<String, String> file : files.entrySet()) {
      Path path = folder.resolve(file.getKey());
      Path parent = path.getParent();
      Files.createDirectories(parent == null ? folder : parent);
      Files.writeString(path, file.getValue());
      out.println(path);
    }
  }
}
