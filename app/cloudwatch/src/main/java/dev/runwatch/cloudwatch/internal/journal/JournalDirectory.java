/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The files of a journal's directory. */
final class JournalDirectory {

  private static final boolean DIRECTORIES_CAN_BE_OPENED = File.separatorChar == '/';

  private JournalDirectory() {}

  /** The segments, in the order of their numbers. */
  static List<Path> segments(Path directory) throws IOException {
    return files(directory, "\\d{12}\\d*" + Segment.RECORDS);
  }

  static long number(Path segment) {
    String name = String.valueOf(segment.getFileName());
    return Long.parseLong(name.substring(0, name.length() - Segment.RECORDS.length()));
  }

  /** The segments that were set aside because part of them could not be read. */
  static List<Path> aside(Path directory) throws IOException {
    return files(directory, "\\d+" + Segment.RECORDS + Segment.ASIDE);
  }

  static long bytes(List<Path> files) throws IOException {
    long bytes = 0;
    for (Path file : files) {
      bytes += Files.size(file);
    }
    return bytes;
  }

  private static List<Path> files(Path directory, String pattern) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).matches(pattern))
          .sorted()
          .toList();
    }
  }

  /**
   * Forces the entry of a file to the disk: a forced file whose entry was not is lost in a power
   * cut. Where directories cannot be opened, as on Windows, this does nothing.
   */
  static void force(Path file) throws IOException {
    Path directory = file.getParent();
    if (directory != null && DIRECTORIES_CAN_BE_OPENED) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
