/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.internal.series.Datum;
import dev.runwatch.cloudwatch.internal.series.Dimension;

/**
 * How many bytes data take in a request's body before compression, exactly, as the SDK encodes it
 * in Smithy RPC v2 CBOR. Texts are ASCII by the time they get here.
 *
 * @param namespace of all requests
 * @param highResolution whether data say that they are of high resolution
 */
record CborSize(String namespace, boolean highResolution) implements RequestSize {

  // An object of unknown length: one byte before it, one after it.
  private static final int OBJECT = 2;
  private static final int DOUBLE = 9;
  private static final int TAGGED_DOUBLE = 1 + DOUBLE;

  @Override
  public long ofRequest(int data) {
    return OBJECT + text("Namespace") + text(namespace) + text("MetricData") + head(data);
  }

  @Override
  public long of(Datum datum) {
    long size = OBJECT + field("MetricName", text(datum.key().name()));
    if (!datum.key().dimensions().isEmpty()) {
      long dimensions = head(datum.key().dimensions().size());
      for (Dimension dim : datum.key().dimensions()) {
        dimensions += OBJECT + field("Name", text(dim.name())) + field("Value", text(dim.value()));
      }
      size += field("Dimensions", dimensions);
    }
    size += field("Timestamp", TAGGED_DOUBLE);
    if (datum.counts().length == 0) {
      size += field("Value", number(datum.values()[0]));
    } else {
      size += field("Values", array(datum.values())) + field("Counts", array(datum.counts()));
    }
    size += field("Unit", text(datum.key().unit().toString()));
    return size + field("StorageResolution", highResolution ? 1 : 2);
  }

  private static long field(String name, long value) {
    return text(name) + value;
  }

  private static long text(String text) {
    return (long) head(text.length()) + text.length();
  }

  private static long array(double[] numbers) {
    long size = head(numbers.length);
    for (double number : numbers) {
      size += number(number);
    }
    return size;
  }

  // The SDK writes a whole number as one.
  private static int number(double number) {
    if (number != Math.rint(number) || Math.abs(number) >= 0x1p63) {
      return DOUBLE;
    }
    long whole = (long) number;
    return head(whole >= 0 ? whole : -1 - whole);
  }

  /** Bytes of a head that carries a number, a length or a size. */
  private static int head(long argument) {
    if (argument < 24) {
      return 1;
    }
    if (argument < 1 << 8) {
      return 2;
    }
    if (argument < 1 << 16) {
      return 3;
    }
    return argument < 1L << 32 ? 5 : 9;
  }
}
