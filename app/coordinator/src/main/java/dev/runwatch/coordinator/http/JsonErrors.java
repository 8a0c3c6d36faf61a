/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.runs.RunConflictException;
import dev.runwatch.coordinator.store.StoreException;
import dev.runwatch.sparkjetty.ErrorResponses;
import dev.runwatch.sparkjetty.Response;
import dev.runwatch.sparkjetty.Route;
import dev.runwatch.sparkjetty.ServerError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors with the JSON body that all errors have. */
final class JsonErrors implements ErrorResponses {

  private static final Logger LOG = LoggerFactory.getLogger(JsonErrors.class);

  @Override
  public Response of(ServerError error) {
    int status = error.status();
    return response(
        switch (error) {
          case BAD_REQUEST ->
              new ApiException(
                  status, "bad_request", "the request is not valid HTTP, or its body ends early");
          case NOT_FOUND -> new ApiException(status, "not_found", "no resource has this path");
          case METHOD_NOT_ALLOWED ->
              new ApiException(
                  status,
                  "method_not_allowed",
                  "this path does not take this method; see the Allow header");
          case TOO_SLOW ->
              new ApiException(
                  status,
                  "too_slow",
                  "the body did not arrive within 10 s, or at less than 100 bytes/s");
          case TOO_LARGE ->
              new ApiException(status, "too_large", "the body is larger than 1048576 bytes");
          case UNAVAILABLE ->
              new ApiException(
                  status, "unavailable", "the request cannot be served now; try again later");
        });
  }

  @Override
  public Response of(Route route, Exception failure) {
    if (failure instanceof ApiException e) {
      return response(e);
    }
    if (failure instanceof RunConflictException e) {
      return response(conflict(e));
    }
    if (failure instanceof StoreException) {
      LOG.warn("{} failed: {}", route.name(), failure.getMessage());
      return response(new ApiException(503, "unavailable", "the store cannot be used now"));
    }
    LOG.warn("{} failed", route.name(), failure);
    return of(ServerError.UNAVAILABLE);
  }

  private static ApiException conflict(RunConflictException conflict) {
    String message = String.valueOf(conflict.getMessage());
    return switch (conflict.reason()) {
      case RUN_NOT_FOUND -> new ApiException(404, "run_not_found", message);
      case RUNNER_NOT_FOUND -> new ApiException(404, "runner_not_found", message);
      case RUNNER_UNKNOWN -> new ApiException(401, "runner_unknown", message);
      case ILLEGAL_TRANSITION -> new ApiException(409, "illegal_transition", message);
      case NOT_OWNER -> new ApiException(409, "not_owner", message);
      case FORBIDDEN -> new ApiException(403, "forbidden", message);
      case ATTEMPT_SUPERSEDED -> new ApiException(409, "attempt_superseded", message);
      case KEY_REUSED -> ApiException.invalidField("Idempotency-Key", message);
      case SUPERSEDED -> new ApiException(409, "instance_superseded", message);
    };
  }

  static Response response(ApiException error) {
    Response response = Json.response(error.status(), error.body());
    return error.status() == 401 ? response.withHeader("WWW-Authenticate", "Bearer") : response;
  }
}
