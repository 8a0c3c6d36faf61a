/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of one runner process, {@code DATA_DIR/runner/IDENTITY/INSTANCE}. The process holds a
 * lock on it, so that a later process of the same identity can tell whether it has ended.
 */
final class InstanceFolder implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(InstanceFolder.class);

  /**
   * The folders of this process. A POSIX lock is the whole process's, and is lost when any channel
   * to its file is closed, so these are never opened a second time.
   */
  private static final Set<Path> OWN = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel lock;

  private InstanceFolder(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /**
   * Makes the folder of a new process.
   *
   * @throws IllegalArgumentException if the data folder cannot be written
   */
  static InstanceFolder create(RunnerConfig config, String instanceId) {
    Path folder = identityFolder(config).resolve(instanceId);
    try {
      Files.createDirectories(folder.resolve("reports"));
      Files.createDirectories(folder.resolve("processes"));
      FileChannel lock = tryLock(folder);
      if (lock == null) {
        throw new IOException("its lock is held");
      }
      return new InstanceFolder(folder, lock);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "data-dir: '" + config.dataDir() + "' cannot be written: " + e, e);
    }
  }

  /** The folders of earlier processes of the same identity that have ended, locked. */
  List<InstanceFolder> ofEndedProcesses() {
    List<InstanceFolder> found = new ArrayList<>();
    Path parent = folder.getParent();
    if (parent == null) {
      return found;
    }
    try (Stream<Path> siblings = Files.list(parent)) {
      for (Path sibling : siblings.filter(it -> !it.equals(folder)).sorted().toList()) {
        FileChannel free = tryLock(sibling);
        if (free != null) {
          found.add(new InstanceFolder(sibling, free));
        }
      }
    } catch (IOException e) {
      LOG.warn("cannot look for earlier processes in {}: {}", parent, e.toString());
    }
    return found;
  }

  Path reports() {
    return folder.resolve("reports");
  }

  Path inputs() {
    return folder.resolve("inputs");
  }

  Path fence() {
    return folder.resolve("fence");
  }

  Path processes() {
    return folder.resolve("processes");
  }

  String instanceId() {
    return String.valueOf(folder.getFileName());
  }

  /** Gives up the lock, and deletes the folder unless reports or processes are left in it. */
  @Override
  public void close() {
    try {
      if (isEmpty(reports()) && isEmpty(processes())) {
        try (Stream<Path> all = Files.walk(folder)) {
          for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(path);
          }
        }
      }
    } catch (IOException e) {
      LOG.debug("cannot delete {}", folder, e);
    }
    try {
      lock.close();
    } catch (IOException e) {
      LOG.debug("cannot close the lock of {}", folder, e);
    }
    OWN.remove(folder);
  }

  private static boolean isEmpty(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (Stream<Path> files = Files.list(folder)) {
      // What a killed process had not written whole is worth nothing.
      return files.allMatch(file -> file.toString().endsWith(PendingReports.PARTIAL));
    }
  }

  private static @Nullable FileChannel tryLock(Path folder) {
    if (!OWN.add(folder)) {
      return null;
    }
    FileChannel locked = null;
    try {
      FileChannel channel =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (channel.tryLock() == null) {
        channel.close();
      } else {
        locked = channel;
      }
    } catch (IOException e) {
      LOG.debug("cannot lock {}", folder, e);
    }
    if (locked == null) {
      OWN.remove(folder);
    }
    return locked;
  }

  private static Path identityFolder(RunnerConfig config) {
    String identity = String.join("\0", config.hostname(), config.projectDir(), config.name());
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(identity.getBytes(StandardCharsets.UTF_8));
      String name = HexFormat.of().formatHex(hash, 0, 6);
      return config.dataDir().resolve("runner").resolve(name);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
