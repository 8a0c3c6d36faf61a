/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.util.Fields;
import org.jspecify.annotations.Nullable;

/** What Jetty has parsed of a request, and its body once it is whole. */
final class JettyRequest implements Request {

  private static final byte[] NO_BODY = {};

  private final org.eclipse.jetty.server.Request jetty;
  private final Map<String, String> pathParameters;
  private final Fields queryParameters;
  private final byte[] body;

  private JettyRequest(
      org.eclipse.jetty.server.Request jetty,
      Map<String, String> pathParameters,
      Fields queryParameters,
      byte[] body) {
    this.jetty = jetty;
    this.pathParameters = pathParameters;
    this.queryParameters = queryParameters;
    this.body = body;
  }

  /**
   * A request without its body.
   *
   * @throws RuntimeException if the query is not UTF-8 or not encoded correctly
   */
  static JettyRequest head(
      org.eclipse.jetty.server.Request jetty, Map<String, String> pathParameters) {
    return new JettyRequest(
        jetty,
        pathParameters,
        org.eclipse.jetty.server.Request.extractQueryParameters(jetty),
        NO_BODY);
  }

  JettyRequest withBody(byte[] whole) {
    return new JettyRequest(jetty, pathParameters, queryParameters, whole);
  }

  @Override
  public byte[] body() {
    return body;
  }

  @Override
  public String method() {
    return jetty.getMethod();
  }

  @Override
  public String path() {
    String path = jetty.getHttpURI().getPath();
    return path == null ? "" : path;
  }

  @Override
  public String pathParameter(String name) {
    String value = pathParameters.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the path has no parameter '" + name + "'");
    }
    return value;
  }

  @Override
  public @Nullable String query(String name) {
    return queryParameters.getValue(name);
  }

  @Override
  public @Nullable String header(String name) {
    HttpFields headers = jetty.getHeaders();
    return headers.get(name);
  }

  @Override
  public void attach(Object value) {
    jetty.setAttribute(value.getClass().getName(), value);
  }

  @Override
  public <T> Optional<T> found(Class<T> type) {
    return Optional.ofNullable(jetty.getAttribute(type.getName())).map(type::cast);
  }

  @Override
  public String clientAddress() {
    return org.eclipse.jetty.server.Request.getRemoteAddr(jetty);
  }
}
