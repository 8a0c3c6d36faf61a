/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process under test, with what it has written. It and its children do not outlive the test. */
public final class Launched implements AutoCloseable {

  private final Process process;
  private final Path out;
  private final Path err;

  private Launched(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * Launches a command.
   *
   * @param folder where it runs and where its output is kept
   * @param environment what it gets besides this process's variables; an empty value takes one away
   */
  public static Launched start(Path folder, Map<String, String> environment, List<String> command) {
    try {
      Files.createDirectories(folder);
      Path out = Files.createTempFile(folder, "out", ".log");
      Path err = Files.createTempFile(folder, "err", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      environment.forEach(
          (name, value) -> {
            if (value.isEmpty()) {
              builder.environment().remove(name);
            } else {
              builder.environment().put(name, value);
            }
          });
      Process process = builder.start();
      process.getOutputStream().close();
      return new Launched(process, out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(String.join(" ", command), e);
    }
  }

  /** What it has written to standard output. */
  public String out() {
    return read(out);
  }

  /** What it has written to standard error. */
  public String err() {
    return read(err);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits for a line on standard output and gives its first group. */
  public String awaitLine(String regex, Duration longest) {
    Pattern pattern = Pattern.compile("(?m)^" + regex + "$");
    await()
        .atMost(longest)
        .pollInterval(Duration.ofMillis(100))
        .until(
            () -> {
              assertThat(process.isAlive() || pattern.matcher(out()).find())
                  .as("it ended before it said '%s': %s%s", regex, out(), err())
                  .isTrue();
              return pattern.matcher(out()).find();
            });
    Matcher matcher = pattern.matcher(out());
    assertThat(matcher.find()).isTrue();
    return matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
  }

  /** Waits for its end and gives its status. */
  public int awaitEnd(Duration longest) {
    try {
      if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        close();
        throw new AssertionError("it did not end within " + longest + ": " + out() + err());
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks it to end, by SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /** The number of the process. */
  public long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  public boolean alive() {
    return process.isAlive();
  }

  /** Kills it at once, by SIGKILL. */
  public void kill() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    awaitEnd(Duration.ofSeconds(30));
  }

  @Override
  public void close() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
