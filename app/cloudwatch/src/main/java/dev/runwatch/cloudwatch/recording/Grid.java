/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.recording;

import java.util.Objects;
import java.util.function.IntFunction;

/**
 * The chunks in use, found by {@code key & (length - 1)}: a table is doubled until no two of them
 * share a place, so that finding one takes a single look. Thread-safe: readers race, and find in an
 * older table the same chunks.
 */
final class Grid {

  private static final int FIRST_LENGTH = 8;

  /** The most chunks of one grid: it spans 128 doublings; what is farther out joins the nearest. */
  static final int MOST_CHUNKS = 1024;

  private final IntFunction<Chunk> maker;
  private volatile Chunk[] table = new Chunk[FIRST_LENGTH];
  private int used;

  Grid(IntFunction<Chunk> maker) {
    this.maker = maker;
  }

  Chunk chunk(int key) {
    Chunk[] chunks = table;
    Chunk chunk = chunks[key & (chunks.length - 1)];
    return chunk != null && chunk.key == key ? chunk : make(key);
  }

  private synchronized Chunk make(int key) {
    Chunk[] chunks = table;
    Chunk present = chunks[key & (chunks.length - 1)];
    if (present != null && present.key == key) {
      return present;
    }
    if (used == MOST_CHUNKS) {
      return nearest(key);
    }
    Chunk made = maker.apply(key);
    Chunk[] grown = chunks.clone();
    while (grown[key & (grown.length - 1)] != null) {
      grown = doubled(grown);
    }
    grown[key & (grown.length - 1)] = made;
    used++;
    table = grown;
    return made;
  }

  // Keys that differ modulo n differ modulo 2 n too.
  private static Chunk[] doubled(Chunk[] chunks) {
    Chunk[] doubled = new Chunk[chunks.length * 2];
    for (Chunk chunk : chunks) {
      if (chunk != null) {
        doubled[chunk.key & (doubled.length - 1)] = chunk;
      }
    }
    return doubled;
  }

  private Chunk nearest(int key) {
    Chunk best = null;
    for (Chunk chunk : table) {
      if (chunk != null && (best == null || Math.abs(chunk.key - key) < Math.abs(best.key - key))) {
        best = chunk;
      }
    }
    return Objects.requireNonNull(best);
  }

  /** The chunks so far, in no order, with gaps. */
  Chunk[] chunks() {
    return table;
  }
}
