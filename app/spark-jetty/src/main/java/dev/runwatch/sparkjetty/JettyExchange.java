/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.sparkjetty;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.jspecify.annotations.Nullable;

/**
 * The handle of one request of Jetty's.
 *
 * <p>Two flags make it safe: the first one that sets {@code answered} writes the response, and the
 * first one that sets {@code over} tells Jetty that the request is complete.
 */
final class JettyExchange implements Exchange {

  private final ServerContext server;
  private final org.eclipse.jetty.server.Request request;
  private final org.eclipse.jetty.server.Response response;
  private final Callback callback;
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicBoolean over = new AtomicBoolean();
  private final List<Runnable> whenOver = new ArrayList<>();
  private volatile @Nullable Route route;
  private volatile @Nullable RequestHead head;
  private volatile long wholeNanos;
  private @Nullable Future<?> timer;

  JettyExchange(
      ServerContext server,
      org.eclipse.jetty.server.Request request,
      org.eclipse.jetty.server.Response response,
      Callback callback) {
    this.server = server;
    this.request = request;
    this.response = response;
    this.callback = callback;
    // A request that waits has its own time limits.
    request.addIdleTimeoutListener(timeout -> false);
    request.addFailureListener(this::failed);
  }

  void routed(@Nullable Route found) {
    route = found;
  }

  /** Notes what has been read of the request. */
  void read(RequestHead found) {
    head = found;
  }

  /** Notes that the request has arrived as a whole: its latency begins. */
  void whole() {
    wholeNanos = System.nanoTime();
  }

  void refuse(ServerError error) {
    respond(server.errors().of(error));
  }

  @Override
  public boolean respond(Response answer) {
    return respond(answer, written -> {});
  }

  @Override
  public boolean respond(Response answer, Consumer<Boolean> outcome) {
    if (!answered.compareAndSet(false, true)) {
      return false;
    }
    cancelTimer();
    boolean whole = Linger.consumeArrived(request);
    start(answer.status(), answer.contentType(), answer.headers());
    HttpFields.Mutable headers = response.getHeaders();
    if (answer.status() != 204) {
      headers.put(HttpHeader.CONTENT_LENGTH, answer.body().length);
    }
    if (!whole) {
      headers.put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    }
    write(
        true,
        answer.body(),
        () -> {
          server.workers().execute(() -> outcome.accept(true));
          if (whole) {
            end(null);
          } else {
            new Linger(request, server.timer(), () -> end(null)).start();
          }
        },
        () -> outcome.accept(false));
    return true;
  }

  private void start(int status, @Nullable String contentType, Map<String, String> headers) {
    response.setStatus(status);
    HttpFields.Mutable fields = response.getHeaders();
    headers.forEach((name, value) -> fields.put(new HttpField(name, value)));
    if (contentType != null) {
      fields.put(HttpHeader.CONTENT_TYPE, contentType);
    }
    long whole = wholeNanos;
    server
        .observer()
        .answered(
            new RequestObserver.Outcome(route, head, status),
            whole == 0 ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - whole));
  }

  void write(boolean last, byte[] bytes, Runnable written, Runnable ifLost) {
    response.write(
        last,
        ByteBuffer.wrap(bytes),
        Callback.from(
            InvocationType.NON_BLOCKING,
            written,
            failure -> {
              server.workers().execute(ifLost);
              end(failure);
            }));
  }

  @Override
  public ResponseStream stream(String contentType, Map<String, String> headers) {
    if (!answered.compareAndSet(false, true)) {
      throw new IllegalStateException("the request has been answered, or its connection failed");
    }
    cancelTimer();
    start(200, contentType, headers);
    return new JettyStream(this);
  }

  @Override
  public synchronized void after(Duration time, Runnable action) {
    cancelTimer();
    if (!answered.get()) {
      timer =
          server
              .timer()
              .schedule(
                  () -> server.workers().execute(action), time.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  private synchronized void cancelTimer() {
    Future<?> scheduled = timer;
    if (scheduled != null) {
      scheduled.cancel(false);
      timer = null;
    }
  }

  @Override
  public void whenOver(Runnable action) {
    atEnd(() -> server.workers().execute(action));
  }

  /** Runs an action that does not block once the exchange is over, on the thread that ends it. */
  void atEnd(Runnable action) {
    synchronized (whenOver) {
      if (!over.get()) {
        whenOver.add(action);
        return;
      }
    }
    action.run();
  }

  private void failed(Throwable failure) {
    if (answered.compareAndSet(false, true)) {
      cancelTimer();
      end(failure);
    }
  }

  /** Ends the exchange, and its connection if there is a failure. */
  void end(@Nullable Throwable failure) {
    List<Runnable> actions;
    synchronized (whenOver) {
      if (!over.compareAndSet(false, true)) {
        return;
      }
      actions = List.copyOf(whenOver);
    }
    actions.forEach(Runnable::run);
    if (failure == null) {
      callback.succeeded();
    } else {
      callback.failed(failure);
    }
  }
}
