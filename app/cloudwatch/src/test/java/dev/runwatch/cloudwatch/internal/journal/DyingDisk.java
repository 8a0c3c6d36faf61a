/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The disk of a process that is killed at one of its changes: before it, in the middle of a write,
 * or after it but before the process knows.
 */
final class DyingDisk implements Disk {

  /** The process is dead. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  private final int deathAt;
  private int moments;

  /**
   * @param deathAt the number of the moment, from 1
   */
  DyingDisk(int deathAt) {
    this.deathAt = deathAt;
  }

  boolean isDead() {
    return moments >= deathAt;
  }

  private void moment() {
    if (!isDead()) {
      moments++;
    }
    if (isDead()) {
      throw new Death();
    }
  }

  @Override
  public void write(Path file, long position, ByteBuffer content, boolean force)
      throws IOException {
    moment();
    if (!Files.exists(file)) {
      Files.createFile(file);
      moment();
    }
    ByteBuffer half = content.slice(content.position(), content.remaining() / 2);
    Disk.FILES.write(file, position, half, false);
    moment();
    Disk.FILES.write(file, position, content, false);
    moment();
  }

  @Override
  public void truncate(Path file, long size) throws IOException {
    moment();
    Disk.FILES.truncate(file, size);
    moment();
  }

  @Override
  public void move(Path from, Path to) throws IOException {
    moment();
    Disk.FILES.move(from, to);
    moment();
  }

  @Override
  public void delete(Path file) throws IOException {
    moment();
    Disk.FILES.delete(file);
    moment();
  }
}
