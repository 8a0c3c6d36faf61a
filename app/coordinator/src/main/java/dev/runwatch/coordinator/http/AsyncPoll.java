/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.http;

import dev.runwatch.coordinator.dispatch.Poll;
import dev.runwatch.coordinator.dispatch.PollResult;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.store.RunQuery.Content;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.http.HttpServletResponse;

/** A long poll that is parked without a thread. The first who wants to answer does. */
final class AsyncPoll implements Poll, AsyncListener {

  private final AsyncContext context;
  private final Runnable whenOver;
  private final Runnable whenToldDeregistered;
  private final AtomicBoolean over = new AtomicBoolean();

  /**
   * @param whenOver is run when the request is over, answered or not
   * @param whenToldDeregistered is run when the runner has been told that it was deleted
   */
  AsyncPoll(AsyncContext context, Runnable whenOver, Runnable whenToldDeregistered) {
    this.context = context;
    this.whenOver = whenOver;
    this.whenToldDeregistered = whenToldDeregistered;
  }

  @Override
  public boolean answer(PollResult answer) {
    if (!over.compareAndSet(false, true)) {
      return false;
    }
    try {
      write(answer);
      if (answer instanceof PollResult.Deregistered) {
        whenToldDeregistered.run();
      }
      return true;
    } catch (IOException | IllegalStateException e) {
      // The client is gone: whoever answered takes the answer back.
      return false;
    } finally {
      complete();
    }
  }

  /** Answers with an error. */
  void fail(ApiException error) {
    if (over.compareAndSet(false, true)) {
      try {
        write(error.status(), error.body());
      } catch (IOException | IllegalStateException e) {
        // The client is gone, and there was nothing for it.
      } finally {
        complete();
      }
    }
  }

  private void write(PollResult answer) throws IOException {
    if (answer instanceof PollResult.Nothing) {
      HttpServletResponse response = (HttpServletResponse) context.getResponse();
      response.setContentType(null);
      response.setStatus(HttpServletResponse.SC_NO_CONTENT);
      return;
    }
    write(HttpServletResponse.SC_OK, Json.write(view(answer)));
  }

  private void write(int status, String json) throws IOException {
    HttpServletResponse response = (HttpServletResponse) context.getResponse();
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    response.setContentType(RouteContext.JSON);
    response.setContentLength(body.length);
    OutputStream out = response.getOutputStream();
    out.write(body);
    out.flush();
  }

  private static Map<String, Object> view(PollResult answer) {
    if (answer instanceof PollResult.Execute execute) {
      return Map.of("run", Views.run(execute.run(), Set.of(Content.values())));
    }
    if (answer instanceof PollResult.Stop stop) {
      return Map.of("stop_runs", stop.runs().stream().map(RunId::value).toList());
    }
    return Map.of("deregistered", true);
  }

  private void complete() {
    try {
      context.complete();
    } catch (IllegalStateException e) {
      // The connection broke and the container completed it first.
    }
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    whenOver.run();
    answer(new PollResult.Nothing());
  }

  @Override
  public void onError(AsyncEvent event) {
    whenOver.run();
    over.set(true);
    complete();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    whenOver.run();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {}
}
