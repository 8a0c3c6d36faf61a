/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The exclusive use of a journal's directory, among processes and within this one. */
final class DirectoryLock implements AutoCloseable {

  private static final int MOST = 1000;

  // The system forgets a process's lock when any of its handles on the file is closed, so within
  // the
  // process a second look at the file has to be avoided altogether.
  private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  Path directory() {
    return directory;
  }

  /** Claims {@code base-1}, or the next one that nobody holds, and makes it if need be. */
  static DirectoryLock first(Path base) throws IOException {
    for (int n = 1; n <= MOST; n++) {
      Path directory = numbered(base, n);
      Files.createDirectories(directory);
      Optional<DirectoryLock> lock = of(directory);
      if (lock.isPresent()) {
        return lock.get();
      }
    }
    throw new IOException("all of " + base + "-1 to -" + MOST + " are in use");
  }

  /** Claims those beside ours that exist and nobody holds. */
  static List<DirectoryLock> others(Path base) throws IOException {
    List<DirectoryLock> locks = new ArrayList<>();
    for (int n = 1; n <= MOST && Files.isDirectory(numbered(base, n)); n++) {
      of(numbered(base, n)).ifPresent(locks::add);
    }
    return locks;
  }

  private static Path numbered(Path base, int n) {
    return base.resolveSibling(base.getFileName() + "-" + n).toAbsolutePath().normalize();
  }

  private static Optional<DirectoryLock> of(Path directory) throws IOException {
    if (!OURS.add(directory)) {
      return Optional.empty();
    }
    FileChannel channel = null;
    try {
      channel =
          FileChannel.open(
              directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return Optional.of(new DirectoryLock(directory, channel));
      }
    } catch (IOException e) {
      OURS.remove(directory);
      throw e;
    }
    channel.close();
    OURS.remove(directory);
    return Optional.empty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    OURS.remove(directory);
  }
}
