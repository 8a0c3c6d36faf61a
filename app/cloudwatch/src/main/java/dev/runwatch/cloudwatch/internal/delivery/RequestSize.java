/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import dev.runwatch.cloudwatch.internal.series.Datum;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** How many bytes data take in a request's body before compression. */
public interface RequestSize {
  /** The bytes of a request beside those of its data. */
  long ofRequest(int data);

  /** The bytes of a datum. */
  long of(Datum datum);

  /**
   * The sizes in the protocol of the SDK on the class path: Smithy RPC v2 CBOR since 2.42, before
   * that AWS Query, which takes several times as many bytes.
   *
   * @param highResolution whether data say that they are of high resolution
   */
  static RequestSize of(String namespace, boolean highResolution) {
    return speaksQuery(CloudWatchAsyncClient.class.getClassLoader())
        ? new QuerySize(namespace)
        : new CborSize(namespace, highResolution);
  }

  /** Whether the SDK's client, which names its protocol in a field's type, speaks AWS Query. */
  static boolean speaksQuery(ClassLoader sdk) {
    try {
      String client =
          CloudWatchAsyncClient.class.getPackageName() + ".DefaultCloudWatchAsyncClient";
      return Class.forName(client, false, sdk)
          .getDeclaredField("protocolFactory")
          .getType()
          .getName()
          .contains(".query.");
    } catch (ReflectiveOperationException | LinkageError e) {
      return false;
    }
  }
}
