/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * An answer of the coordinator.
 *
 * @param status the HTTP status
 * @param body the JSON body; a missing node if the body is not JSON
 */
record Response(int status, JsonNode body) {

  /** The second is what coordinators of the first version answer. */
  private static final Set<String> SUPERSEDED = Set.of("instance_superseded", "superseded");

  boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** This runner is not registered there. */
  boolean isUnknownRunner() {
    // Without a token that counts nobody can tell who this runner is: it goes on trying.
    return status == 401 && !code().equals("unauthenticated");
  }

  /** Another instance of the same identity has taken over. */
  boolean isSuperseded() {
    return status == 409 && SUPERSEDED.contains(code());
  }

  /** Whether a working coordinator answered, and not something in between. */
  boolean isFromHealthyCoordinator() {
    return isSuccess() || isUnknownRunner() || isSuperseded();
  }

  /** Whether it is an error of the coordinator itself, and not of something in between. */
  boolean isCoordinatorsError() {
    return !code().isEmpty();
  }

  String code() {
    return body.path("error").path("code").asString("");
  }

  /** For a log line. */
  String describe() {
    String message = body.path("error").path("message").asString("");
    return "HTTP " + status + (message.isEmpty() ? "" : ", " + message);
  }
}
