/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The exclusive use of a journal's directory, among processes and within this one. */
final class DirectoryLock implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryLock.class);
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
    Path parent = numbered(base, 1).getParent();
    if (parent == null || !Files.isDirectory(parent)) {
      return locks;
    }
    Pattern name = Pattern.compile(Pattern.quote(String.valueOf(base.getFileName())) + "-\\d{1,9}");
    List<Path> directories;
    try (Stream<Path> files = Files.list(parent)) {
      directories =
          files
              .filter(f -> name.matcher(String.valueOf(f.getFileName())).matches())
              .filter(Files::isDirectory)
              .sorted()
              .toList();
    }
    for (Path directory : directories) {
      try {
        of(directory).ifPresent(locks::add);
      } catch (IOException e) {
        // One that belongs to another user must not hide the others.
        LOG.warn("The journal {} cannot be adopted: {}", directory, e.toString());
      }
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
    } catch (OverlappingFileLockException e) {
      // Another class loader of this process holds it. Closing the channel would release its lock.
      LOG.debug("{} is in use by this process.", directory);
      return Optional.empty();
    } catch (IOException e) {
      OURS.remove(directory);
      if (channel != null) {
        channel.close();
      }
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
