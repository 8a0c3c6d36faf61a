/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Gives the errors that Jetty finds before any handler runs the body that all errors have. */
final class UnparsedErrors extends ErrorHandler {

  private final ErrorResponses errors;
  private final RequestObserver observer;

  UnparsedErrors(ErrorResponses errors, RequestObserver observer) {
    this.errors = errors;
    this.observer = observer;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    ServerError error =
        switch (response.getStatus()) {
          case 404 -> ServerError.NOT_FOUND;
          case 500, 503 -> ServerError.UNAVAILABLE;
          default -> ServerError.BAD_REQUEST;
        };
    var answer = errors.of(error);
    response.setStatus(answer.status());
    if (answer.contentType() != null) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.contentType());
    }
    observer.answered(new RequestObserver.Outcome(null, null, answer.status()), Duration.ZERO);
    response.write(true, ByteBuffer.wrap(answer.body()), callback);
    return true;
  }
}
