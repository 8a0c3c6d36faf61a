/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.journal;

/**
 * What the data of a record were counted from: the numbered events of a source that keeps them
 * itself. Tells after a sudden death which events are in the journal already.
 *
 * @param source the identity of the source
 * @param number the number of the record among those of the source, ascending
 * @param after the number of the last event before
 * @param upTo the number of the last event
 */
public record Origin(String source, long number, long after, long upTo) {

  public Origin {
    if (source.isEmpty() || source.length() > 255 || upTo < after) {
      throw new IllegalArgumentException("not the origin of a record: " + source + " " + upTo);
    }
  }
}
