/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Gives errors that the server finds before any route the body that all errors have. */
final class ServerErrors extends ErrorHandler {

  static final String UNREADABLE = "this cannot be read as an HTTP request";

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = plain(response.getStatus());
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json;charset=utf-8");
    byte[] body = body(status).getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }

  /** The few statuses that clients are promised. */
  static int plain(int status) {
    return switch (status) {
      case 404 -> 404;
      case 500, 503 -> 503;
      default -> 400;
    };
  }

  static String body(int status) {
    if (status == 404) {
      return ApiException.body("not_found", "there is nothing here", null);
    }
    return status < 500
        ? ApiException.body("bad_request", UNREADABLE, null)
        : ApiException.body("unavailable", "the request could not be served", null);
  }
}
