/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.MissingNode;

/** A response of a coordinator. */
public record Answer(int status, HttpHeaders headers, String body) {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** The body as JSON, or a missing node. */
  public JsonNode json() {
    try {
      return body.isBlank() ? MissingNode.getInstance() : JSON.readTree(body);
    } catch (JacksonException e) {
      return MissingNode.getInstance();
    }
  }

  /** A text of the body, or an empty one. */
  public String text(String field) {
    return json().path(field).asString("");
  }

  /** The code of the error, or an empty text. */
  public String code() {
    return json().path("error").path("code").asString("");
  }

  /** The field that the error names, or null. */
  public @Nullable String field() {
    JsonNode field = json().path("error").get("field");
    return field == null ? null : field.asString();
  }

  /** The first value of a header, or an empty text. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  /** The id of the run that a poll was given, or an empty text. */
  public String run() {
    return json().path("run").path("run_id").asString("");
  }

  /** Asserts the status. */
  public Answer is(int expected) {
    assertThat(status).as(toString()).isEqualTo(expected);
    return this;
  }

  /** Asserts an error with the body that all errors have. */
  public Answer isError(int expected, String code) {
    is(expected);
    assertThat(code()).as(toString()).isEqualTo(code);
    assertThat(json().path("error").path("message").asString("")).as(toString()).isNotBlank();
    assertThat(header("Content-Type")).startsWith("application/json");
    return this;
  }

  /** Asserts the error that names a field. */
  public Answer isInvalid(String field) {
    isError(422, "invalid_field");
    assertThat(field()).as(toString()).isEqualTo(field);
    return this;
  }

  @Override
  public String toString() {
    return status + " " + body;
  }
}
