/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The changes that a journal makes to its directory. */
interface Disk {
  /** The file system. */
  Disk FILES =
      new Disk() {
        @Override
        public void write(Path file, long position, ByteBuffer content, boolean force)
            throws IOException {
          boolean fresh = force && !Files.exists(file);
          try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.position(position);
            while (content.hasRemaining()) {
              channel.write(content);
            }
            if (force) {
              channel.force(true);
            }
          }
          if (fresh) {
            JournalDirectory.force(file);
          }
        }

        @Override
        public void truncate(Path file, long size) throws IOException {
          try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
          }
        }

        @Override
        public void move(Path from, Path to) throws IOException {
          Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        }

        @Override
        public void delete(Path file) throws IOException {
          Files.deleteIfExists(file);
        }
      };

  /** Writes into a file, which is created if need be. */
  void write(Path file, long position, ByteBuffer content, boolean force) throws IOException;

  /** Cuts off what is behind the size, which needs no space. */
  void truncate(Path file, long size) throws IOException;

  /** Renames a file, in one step that needs no space. */
  void move(Path from, Path to) throws IOException;

  /** Deletes a file if it is there. */
  void delete(Path file) throws IOException;
}
