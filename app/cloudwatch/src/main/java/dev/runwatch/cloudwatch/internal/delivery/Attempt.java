/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.internal.series.Datum;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request.
 *
 * @param batches what it carries
 * @param lane the lane that it keeps busy
 * @param bisection the search for invalid data that it is part of, if any
 * @param startedNanos monotonic time
 */
record Attempt(List<Batch> batches, Lane lane, @Nullable Bisection bisection, long startedNanos) {

  Attempt {
    batches = List.copyOf(batches);
  }

  int size() {
    return batches.stream().mapToInt(batch -> batch.size).sum();
  }

  boolean harmless() {
    return batches.stream().allMatch(batch -> batch.harmless);
  }

  long bytes() {
    return batches.stream().mapToLong(batch -> batch.bytes).sum();
  }

  /** The data of its batches, which must be in memory. */
  List<Datum> data() {
    List<Datum> all = new ArrayList<>();
    for (Batch batch : batches) {
      List<Datum> data = batch.data;
      if (data != null) {
        all.addAll(data);
      }
    }
    return all;
  }
}
