/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import java.util.Objects;
import java.util.function.IntFunction;

/**
 * The arrays in use, found by {@code key & (length - 1)}: a table is doubled until no two of them
 * share a place, so that finding one takes a single look. Thread-safe: readers race, and find in an
 * older table the same arrays.
 */
final class BucketLayout {

  private static final int FIRST_LENGTH = 8;

  /** The most arrays of a layout: it spans 128 doublings; what is farther out joins the nearest. */
  static final int MOST_ARRAYS = 1024;

  private final IntFunction<BucketArray> maker;
  private volatile BucketArray[] table = new BucketArray[FIRST_LENGTH];
  private int used;

  BucketLayout(IntFunction<BucketArray> maker) {
    this.maker = maker;
  }

  BucketArray array(int key) {
    BucketArray[] arrays = table;
    BucketArray array = arrays[key & (arrays.length - 1)];
    return array != null && array.key == key ? array : make(key);
  }

  private synchronized BucketArray make(int key) {
    BucketArray[] arrays = table;
    BucketArray present = arrays[key & (arrays.length - 1)];
    if (present != null && present.key == key) {
      return present;
    }
    if (used == MOST_ARRAYS) {
      return nearest(key);
    }
    BucketArray made = maker.apply(key);
    BucketArray[] grown = arrays.clone();
    while (grown[key & (grown.length - 1)] != null) {
      grown = doubled(grown);
    }
    grown[key & (grown.length - 1)] = made;
    used++;
    table = grown;
    return made;
  }

  // Keys that differ modulo n differ modulo 2 n too.
  private static BucketArray[] doubled(BucketArray[] arrays) {
    BucketArray[] doubled = new BucketArray[arrays.length * 2];
    for (BucketArray array : arrays) {
      if (array != null) {
        doubled[array.key & (doubled.length - 1)] = array;
      }
    }
    return doubled;
  }

  private BucketArray nearest(int key) {
    BucketArray best = null;
    for (BucketArray array : table) {
      if (array != null && (best == null || Math.abs(array.key - key) < Math.abs(best.key - key))) {
        best = array;
      }
    }
    return Objects.requireNonNull(best);
  }

  /** Forgets all arrays. */
  synchronized void clear() {
    table = new BucketArray[FIRST_LENGTH];
    used = 0;
  }

  /** The arrays so far, in no order, with gaps. */
  BucketArray[] arrays() {
    return table;
  }
}
