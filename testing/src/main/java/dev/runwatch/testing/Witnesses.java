/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Programs of others that judge what the stack makes: cfn-lint, parliament and policy_sentry. They
 * are installed from pinned packages into {@code .witnesses/} first.
 */
public final class Witnesses {

  /** With setuptools, which parliament needs and a new Python does not have. */
  private static final List<String> PROGRAMS =
      List.of(
          "cfn-lint==1.58.0", "parliament==1.6.4", "policy_sentry==0.15.2", "setuptools==80.9.0");

  private static final List<String> PYTHONS = List.of("3.13", "3.12", "3.11");

  private Witnesses() {}

  /**
   * Runs a Python script that imports them; skips the test, with the reason, where they cannot be
   * installed.
   *
   * @param script a resource beside the class
   * @param input what the script reads from its standard input
   * @return what it printed
   */
  public static String run(Class<?> test, String script, String input) {
    Path python = installed();
    try {
      Path file = Files.createTempFile("runwatch-witness", ".py");
      try (InputStream in = test.getResourceAsStream(script)) {
        if (in == null) {
          throw new IllegalArgumentException(script + " is missing");
        }
        Files.write(file, in.readAllBytes());
        return output(List.of(python.toString(), file.toString()), input);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String output(List<String> command, String input) throws IOException {
    Process process =
        new ProcessBuilder(new ArrayList<>(command))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    CompletableFuture<Void> writing =
        CompletableFuture.runAsync(
            () -> {
              try (OutputStream out = process.getOutputStream()) {
                out.write(input.getBytes(StandardCharsets.UTF_8));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      int status = process.waitFor();
      if (status != 0) {
        throw new AssertionError("the witness ended with " + status + ": " + output);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
    writing.join();
    return output;
  }

  private static Path installed() {
    Optional<Python> python = Python.find(PYTHONS);
    if (python.isEmpty()) {
      throw Needs.notMet("there is no Python " + PYTHONS + " for cfn-lint and parliament");
    }
    // Other pins go into another folder.
    String pins = Integer.toHexString(PROGRAMS.hashCode());
    Path folder =
        Repository.root().resolve(".witnesses/python" + python.get().version() + "-" + pins);
    try {
      python.get().install(folder, List.of("witnesses/constraints.txt"), PROGRAMS);
    } catch (Python.InstallationException e) {
      throw Needs.notMet("cfn-lint and parliament cannot be had: " + e.getMessage());
    }
    return folder.resolve("venv/bin/python");
  }
}
