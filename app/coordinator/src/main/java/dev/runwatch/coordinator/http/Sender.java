/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.access.Caller;
import dev.runwatch.coordinator.dispatch.RunnerService;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.sparkjetty.Request;
import org.jspecify.annotations.Nullable;

/**
 * The runner that sends a body.
 *
 * @param instanceId its process, or null if it does not say
 */
record Sender(RunnerId id, @Nullable String instanceId, Caller caller) {

  static Sender of(Request request, Fields body) {
    RunnerId id = new RunnerId(body.name("runner_id", Fields.MAX_NAME));
    request.attach(id); // for the log
    return new Sender(
        id, body.optionalName("instance_id", Fields.MAX_NAME), Gatekeeper.caller(request));
  }

  /** Notes the sign of life. */
  Runner seen(RunnerService runners) {
    return runners.seen(id, instanceId, caller);
  }
}
