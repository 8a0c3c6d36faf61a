/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import java.util.Objects;
import java.util.function.IntFunction;

/**
 * The chunks in use, found by {@code key & (length - 1)}: a table is doubled until no two of them
 * share a place, so that finding one takes a single look. Thread-safe: readers race, and find in an
 * older table the same chunks.
 */
final class BucketLayout {

  private static final int FIRST_LENGTH = 8;

  /** The most chunks of one grid: it spans 128 doublings; what is farther out joins the nearest. */
  static final int MOST_CHUNKS = 1024;

  private final IntFunction<BucketArray> maker;
  private volatile BucketArray[] table = new BucketArray[FIRST_LENGTH];
  private int used;

  BucketLayout(IntFunction<BucketArray> maker) {
    this.maker = maker;
  }

  BucketArray chunk(int key) {
    BucketArray[] chunks = table;
    BucketArray chunk = chunks[key & (chunks.length - 1)];
    return chunk != null && chunk.key == key ? chunk : make(key);
  }

  private synchronized BucketArray make(int key) {
    BucketArray[] chunks = table;
    BucketArray present = chunks[key & (chunks.length - 1)];
    if (present != null && present.key == key) {
      return present;
    }
    if (used == MOST_CHUNKS) {
      return nearest(key);
    }
    BucketArray made = maker.apply(key);
    BucketArray[] grown = chunks.clone();
    while (grown[key & (grown.length - 1)] != null) {
      grown = doubled(grown);
    }
    grown[key & (grown.length - 1)] = made;
    used++;
    table = grown;
    return made;
  }

  // Keys that differ modulo n differ modulo 2 n too.
  private static BucketArray[] doubled(BucketArray[] chunks) {
    BucketArray[] doubled = new BucketArray[chunks.length * 2];
    for (BucketArray chunk : chunks) {
      if (chunk != null) {
        doubled[chunk.key & (doubled.length - 1)] = chunk;
      }
    }
    return doubled;
  }

  private BucketArray nearest(int key) {
    BucketArray best = null;
    for (BucketArray chunk : table) {
      if (chunk != null && (best == null || Math.abs(chunk.key - key) < Math.abs(best.key - key))) {
        best = chunk;
      }
    }
    return Objects.requireNonNull(best);
  }

  /** The chunks so far, in no order, with gaps. */
  BucketArray[] chunks() {
    return table;
  }
}
