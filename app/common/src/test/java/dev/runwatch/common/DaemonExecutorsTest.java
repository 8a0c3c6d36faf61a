/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.common;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class DaemonExecutorsTest {

  private final List<Error> ends = new CopyOnWriteArrayList<>();
  private final ScheduledExecutorService executor =
      DaemonExecutors.scheduled("test-task", ends::add);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(DaemonExecutors.class);

  @BeforeEach
  void readTheLog() {
    log.list = new CopyOnWriteArrayList<>();
    log.start();
    logger.addAppender(log);
    logger.setAdditive(false);
  }

  @AfterEach
  void end() {
    executor.shutdownNow();
    logger.detachAppender(log);
    logger.setAdditive(true);
  }

  @Test
  void aRepeatedTaskThatThrowsIsLoggedAndGoesOn() {
    AtomicInteger turns = new AtomicInteger();
    Runnable failing =
        () -> {
          if (turns.incrementAndGet() <= 5) {
            throw new IllegalStateException("turn " + turns);
          }
        };
    var unused = executor.scheduleWithFixedDelay(failing, 1, 1, TimeUnit.MILLISECONDS);
    await().until(() -> turns.get() > 8);
    assertThat(messages())
        .containsExactly(
            "test-task: a turn failed (1 in a row); the next one runs",
            "test-task: a turn failed (2 in a row); the next one runs",
            "test-task: a turn failed (4 in a row); the next one runs");
    assertThat(ends).isEmpty();
  }

  @Test
  void aTaskAtAFixedRateGoesOnToo() {
    AtomicInteger turns = new AtomicInteger();
    Runnable failing =
        () -> {
          turns.incrementAndGet();
          throw new IllegalStateException("always");
        };
    var unused = executor.scheduleAtFixedRate(failing, 1, 1, TimeUnit.MILLISECONDS);
    await().until(() -> turns.get() > 3);
  }

  @Test
  void anErrorEndsTheProcess() {
    AtomicInteger turns = new AtomicInteger();
    Runnable broken =
        () -> {
          turns.incrementAndGet();
          throw new NoClassDefFoundError("gone");
        };
    var unused = executor.scheduleWithFixedDelay(broken, 1, 1, TimeUnit.MILLISECONDS);
    await().until(() -> !ends.isEmpty());
    assertThat(ends).singleElement().isInstanceOf(NoClassDefFoundError.class);
    assertThat(messages()).containsExactly("test-task failed; the process ends with status 70");
    assertThat(turns).hasValue(1);
  }

  @Test
  void aTaskThatRunsOnceIsLoggedAndItsFutureFails() {
    Future<?> future =
        executor.submit(
            () -> {
              throw new IllegalStateException("once");
            });
    assertThatThrownBy(() -> future.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseMessage("once");
  }

  @Test
  void anExecutedTaskThatThrowsIsLogged() {
    executor.execute(
        () -> {
          throw new IllegalStateException("once");
        });
    await().untilAsserted(() -> assertThat(messages()).containsExactly("test-task: a task failed"));
  }

  @Test
  void threadsAreNamedDaemonsAndTheirEndIsLogged() throws InterruptedException {
    ThreadFactory threads = DaemonExecutors.threads("test-loop", ends::add);
    Thread first =
        threads.newThread(
            () -> {
              throw new IllegalStateException("nothing catches this");
            });
    assertThat(first.getName()).isEqualTo("test-loop");
    assertThat(first.isDaemon()).isTrue();
    assertThat(threads.newThread(() -> {}).getName()).isEqualTo("test-loop-2");
    first.start();
    first.join();
    assertThat(messages())
        .containsExactly("Thread test-loop has ended by an exception that nothing caught");
    assertThat(ends).isEmpty();
    Thread broken =
        threads.newThread(
            () -> {
              throw new StackOverflowError();
            });
    broken.start();
    broken.join();
    assertThat(ends).hasSize(1);
  }

  /** In a process of its own, whose shutdown hook waits for the executor that failed. */
  @Test
  void theProcessEndsWithStatus70AfterItsShutdownHooks() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Broken.class.getName())
            .redirectErrorStream(true)
            .start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isEqualTo(70);
    assertThat(output).contains("broken failed; the process ends with status 70", "hook ran");
  }

  /** A program whose only task fails with an error. */
  static final class Broken {

    public static void main(String[] args) throws InterruptedException {
      ScheduledExecutorService executor = DaemonExecutors.scheduled("broken");
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> {
                    executor.shutdownNow();
                    try {
                      System.out.println(
                          "hook ran " + executor.awaitTermination(30, TimeUnit.SECONDS));
                    } catch (InterruptedException e) {
                      Thread.currentThread().interrupt();
                    }
                  }));
      executor.execute(
          () -> {
            throw new NoClassDefFoundError("gone");
          });
      Thread.sleep(60_000);
    }
  }

  private List<String> messages() {
    return log.list.stream()
        .filter(event -> event.getLevel() == Level.ERROR)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
