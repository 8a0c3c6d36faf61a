/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Runs commands as processes. A signal can interrupt it at any time from another thread: it then
 * ends the commands that run, and starts no other. Thread-safe.
 */
final class Processes implements Commands {

  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final Path home;
  private final Path folder;
  private final Map<String, String> environment;
  private final List<Process> running = new ArrayList<>();
  private boolean interrupted;

  /**
   * @param home Runwatch's home
   * @param folder where the output of the commands is kept
   * @param environment variables of all commands; an empty value takes one away
   */
  Processes(Path home, Path folder, Map<String, String> environment) {
    this.home = home;
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Finished run(Command command) {
    Path output = output();
    Process process = launch(command, output);
    try {
      int status = process.waitFor();
      refuseAfterInterruption();
      return new Finished(status, read(output));
    } catch (InterruptedException e) {
      end(process);
      Thread.currentThread().interrupt();
      throw new InterruptedConformanceException();
    } finally {
      forget(process);
    }
  }

  @Override
  public Service start(Command command, Pattern ready, Duration longest) {
    Path output = output();
    Process process = launch(command, output);
    long deadline = System.nanoTime() + longest.toNanos();
    while (true) {
      refuseAfterInterruption();
      boolean alive = process.isAlive();
      Matcher matcher = ready.matcher(read(output));
      if (matcher.find()) {
        return new Running(process, matcher.groupCount() > 0 ? matcher.group(1) : "");
      }
      if (!alive || System.nanoTime() > deadline) {
        end(process);
        forget(process);
        refuseAfterInterruption();
        throw new StepFailedException(
            (alive ? "it was not ready in time: " : "it ended: ")
                + new Finished(0, read(output)).tail());
      }
      pause();
    }
  }

  /** A process that is ready. */
  private final class Running implements Service {

    private final Process process;
    private final String told;

    Running(Process process, String told) {
      this.process = process;
      this.told = told;
    }

    @Override
    public String told() {
      return told;
    }

    @Override
    public void stop() {
      end(process);
      forget(process);
    }
  }

  /** Ends all running commands. Services go on; the caller that started one stops it. */
  void interrupt() {
    List<Process> all;
    synchronized (this) {
      interrupted = true;
      all = List.copyOf(running);
    }
    all.forEach(Processes::end);
  }

  private synchronized void refuseAfterInterruption() {
    if (interrupted) {
      throw new InterruptedConformanceException();
    }
  }

  private synchronized Process launch(Command command, Path output) {
    refuseAfterInterruption();
    ProcessBuilder builder =
        new ProcessBuilder(command.program(home))
            .directory(home.resolve(command.folder()).toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    environment.forEach((name, value) -> set(builder.environment(), name, value));
    command.environment().forEach((name, value) -> set(builder.environment(), name, value));
    try {
      Process process = builder.start();
      running.add(process);
      process.getOutputStream().close();
      return process;
    } catch (IOException e) {
      throw new StepFailedException("it cannot be started: " + e.getMessage());
    }
  }

  private static void set(Map<String, String> variables, String name, String value) {
    if (value.isEmpty()) {
      variables.remove(name);
    } else {
      variables.put(name, value);
    }
  }

  private synchronized void forget(Process process) {
    running.remove(process);
  }

  /** SIGTERM to a process and what it started, then SIGKILL to what is left. */
  private static void end(Process process) {
    List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
    all.add(process.toHandle());
    all.forEach(ProcessHandle::destroy);
    try {
      var unused = process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private void pause() {
    try {
      Thread.sleep(POLL.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedConformanceException();
    }
  }

  private Path output() {
    try {
      return Files.createTempFile(folder, "output", ".log");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
