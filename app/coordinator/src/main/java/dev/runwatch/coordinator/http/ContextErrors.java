/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;
import org.eclipse.jetty.ee8.nested.ErrorHandler;
import org.eclipse.jetty.ee8.nested.Request;

/** Gives errors that the servlet container finds the body that all errors have. */
final class ContextErrors extends ErrorHandler {

  @Override
  public void handle(
      String target, Request baseRequest, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    baseRequest.setHandled(true);
    int status = ServerErrors.plain(response.getStatus());
    response.setStatus(status);
    response.setContentType("application/json;charset=utf-8");
    response.getWriter().write(ServerErrors.body(status));
  }
}
