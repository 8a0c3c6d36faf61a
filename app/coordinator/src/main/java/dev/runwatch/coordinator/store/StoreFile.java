/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The file of a SQLite database, locked for this process.
 *
 * <p>The lock is on a file of its own beside the database, because closing any other handle on a
 * file releases the locks that a process has on it. The operating system releases it when the
 * process ends, however it ends. Safe for use by many threads.
 */
final class StoreFile implements AutoCloseable {

  private final Path database;
  private final FileChannel lock;
  private volatile @Nullable Object key;
  private volatile boolean replaced;

  private StoreFile(Path database, FileChannel lock) {
    this.database = database;
    this.lock = lock;
  }

  /**
   * Makes the folder of a database and locks the database.
   *
   * @throws StoreException if another process has it, or its folder cannot be used
   */
  static StoreFile lock(Path database) {
    if (Files.isDirectory(database)) {
      throw new StoreException("store " + database + " cannot be used: it is a folder");
    }
    Path lockFile;
    try {
      lockFile = lockFile(database);
    } catch (IOException e) {
      throw new StoreException(
          "store " + database + " cannot be used: its folder cannot be made", e);
    }
    try {
      FileChannel channel =
          FileChannel.open(
              lockFile,
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      if (!locked(channel)) {
        channel.close();
        throw new StoreException(inUse(database, lockFile));
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
      return new StoreFile(database, channel);
    } catch (IOException e) {
      throw new StoreException("store " + database + " cannot be locked with " + lockFile, e);
    }
  }

  /** Beside the file itself: two names of one database have one lock. */
  private static Path lockFile(Path database) throws IOException {
    Path absolute = database.toAbsolutePath();
    Path file = Files.exists(absolute) ? absolute.toRealPath() : absolute;
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    return file.resolveSibling(file.getFileName() + ".lock");
  }

  private static boolean locked(FileChannel channel) throws IOException {
    try {
      // The channel keeps the lock.
      FileLock taken = channel.tryLock();
      return taken != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static String inUse(Path database, Path lockFile) {
    String owner;
    try {
      String pid = Files.readString(lockFile, StandardCharsets.US_ASCII).strip();
      owner = pid.isEmpty() ? "another process" : "process " + pid;
    } catch (IOException e) {
      owner = "another process";
    }
    return "store "
        + database
        + " is in use by "
        + owner
        + "; a SQLite store takes one coordinator at a time: stop that one, or use another --store";
  }

  /** Notes which file the database is now; call it once the database is open. */
  void opened() {
    key = currentKey();
  }

  /**
   * Checks that the path still leads to the file that was opened.
   *
   * @throws StoreException if the file was deleted or replaced; what is written would be lost
   */
  void check() {
    Object expected = key;
    replaced = expected != null && !expected.equals(currentKey());
    refuseReplaced();
  }

  /**
   * Costs no system call.
   *
   * @throws StoreException if the last {@link #check} failed
   */
  void refuseReplaced() {
    if (replaced) {
      throw new StoreException(
          "the database file "
              + database
              + " was deleted or replaced while in use; restore it, or restart the coordinator");
    }
  }

  private @Nullable Object currentKey() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(database, BasicFileAttributes.class);
      Object unique = attributes.fileKey();
      // Not every file system numbers its files.
      return unique == null ? attributes.creationTime() : unique;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // The end of the process releases it.
    }
  }
}
