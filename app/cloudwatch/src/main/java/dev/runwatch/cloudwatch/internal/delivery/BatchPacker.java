/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.internal.series.Datum;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides data among requests: as many as a request may have, by number and by bytes as encoded, in
 * their order. Neighbouring single values with the same dimensions stay together as long as a
 * request can hold them: when a request is taken twice, their ratio is still right.
 *
 * @param mostData 1 to 1,000
 * @param mostBytes of a request's body before compression
 * @param sizes how long things are when encoded
 */
public record BatchPacker(int mostData, long mostBytes, RequestSize sizes) {

  /** CloudWatch takes 1 MB. Not said is which, so the smaller one. */
  public static final long MOST_BYTES = 1_000_000;

  List<List<Datum>> pack(List<Datum> data) {
    List<List<Datum>> requests = new ArrayList<>();
    int from = 0;
    while (from < data.size()) {
      int to = end(data, from);
      requests.add(List.copyOf(data.subList(from, to)));
      from = to;
    }
    return requests;
  }

  private int end(List<Datum> data, int from) {
    long bytes = sizes.ofRequest(0);
    int to = from;
    while (to < data.size() && to - from < mostData) {
      bytes += sizes.of(data.get(to));
      if (bytes > mostBytes && to > from) {
        break;
      }
      to++;
    }
    return to == data.size() ? to : backToGroup(data, from, to);
  }

  private static int backToGroup(List<Datum> data, int from, int to) {
    int start = to;
    while (start > from && together(data.get(start - 1), data.get(start))) {
      start--;
    }
    return start == from ? to : start;
  }

  private static boolean together(Datum left, Datum right) {
    return left.counts().length == 0
        && right.counts().length == 0
        && left.step().equals(right.step())
        && left.key().dimensions().equals(right.key().dimensions());
  }

  /** The bytes of a request with these data. */
  long bytes(List<Datum> data) {
    long bytes = sizes.ofRequest(data.size());
    for (Datum datum : data) {
      bytes += sizes.of(datum);
    }
    return bytes;
  }
}
