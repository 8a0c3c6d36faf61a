/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A whole response. Immutable, as long as nobody changes the bytes of its body. */
public final class Response {

  private static final byte[] EMPTY = {};

  private final int status;
  private final @Nullable String contentType;
  private final byte[] body;
  private final Map<String, String> headers;

  private Response(
      int status, @Nullable String contentType, byte[] body, Map<String, String> headers) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
  }

  /**
   * A response with a body.
   *
   * @param status the status code, 200 to 599
   * @param contentType the media type of the body
   * @param body the body, not copied
   */
  public static Response of(int status, String contentType, byte[] body) {
    return new Response(status, contentType, body, Map.of());
  }

  /** A response 204 without a body. */
  public static Response noContent() {
    return new Response(204, null, EMPTY, Map.of());
  }

  /** This response with one more header. */
  public Response withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Response(status, contentType, body, more);
  }

  /** The status code. */
  public int status() {
    return status;
  }

  @Nullable String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }

  Map<String, String> headers() {
    return headers;
  }
}
