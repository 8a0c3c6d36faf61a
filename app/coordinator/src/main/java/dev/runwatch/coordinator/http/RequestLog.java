/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.access.Caller;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.sparkjetty.RequestHead;
import dev.runwatch.sparkjetty.RequestObserver.Outcome;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * A line for each request that is refused. It has the path and never the query, the headers or the
 * body, which may hold parameters and tokens.
 */
final class RequestLog {

  private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
  private static final int FIRST_REFUSAL = 400;
  private static final int MAX_PATH = 200;

  // Only what has the form of an id: a client may write anything in its place.
  private static final Pattern RUN = Pattern.compile("run_[0-9a-f]{12}");
  private static final Pattern RUNNER = Pattern.compile("lnch_[0-9a-f]{12}");

  private RequestLog() {}

  static void answered(Outcome outcome) {
    if (outcome.status() < FIRST_REFUSAL) {
      return;
    }
    LoggingEventBuilder line = LOG.atInfo().addKeyValue("status", outcome.status());
    RequestHead request = outcome.request();
    if (request != null) {
      String path = request.path();
      String caller = request.found(Caller.class).map(Caller::name).orElse("");
      String trace = TraceParent.of(request).orElse("");
      line =
          line.addKeyValue("method", request.method())
              .addKeyValue("path", path.length() > MAX_PATH ? path.substring(0, MAX_PATH) : path)
              .addKeyValue("client", request.clientAddress());
      line = identified(line, request);
      line = caller.isEmpty() ? line : line.addKeyValue("caller", caller);
      line = trace.isEmpty() ? line : line.addKeyValue("traceparent", trace);
    }
    line.log("Refused a request");
  }

  private static LoggingEventBuilder identified(LoggingEventBuilder line, RequestHead request) {
    Matcher run = RUN.matcher(request.path());
    LoggingEventBuilder named = run.find() ? line.addKeyValue("run_id", run.group()) : line;
    String runner =
        request
            .found(RunnerId.class)
            .map(RunnerId::value)
            .orElseGet(() -> String.valueOf(request.query("runner_id")));
    return RUNNER.matcher(runner).matches() ? named.addKeyValue("runner_id", runner) : named;
  }
}
