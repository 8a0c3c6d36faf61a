/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Python of this machine that can make virtual environments.
 *
 * @param program the interpreter
 * @param version its version, such as 3.11
 */
record Python(Path program, String version) {

  private static final Duration INSTALL = Duration.ofMinutes(10);

  /** Packages could not be installed. */
  static final class InstallationException extends Exception {
    private static final long serialVersionUID = 1L;

    InstallationException(Path log) {
      super("its packages could not be installed; see " + log);
    }
  }

  /** The first of these versions that this machine has, or empty. */
  static Optional<Python> find(List<String> versions) {
    for (String version : versions) {
      for (Path program : candidates("python" + version)) {
        if (status(List.of(program.toString(), "-c", "import venv, ensurepip")) == 0) {
          return Optional.of(new Python(program, version));
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Installs packages into a virtual environment, unless they are there. A half installed folder is
   * deleted first. Processes that do so at the same time wait for each other.
   *
   * @param folder where the environment {@code venv} and copies of the resources go
   * @param resources files beside this class, the first of which pins every package
   * @param requirements the packages to install
   */
  void install(Path folder, List<String> resources, List<String> requirements)
      throws InstallationException {
    try {
      Path home = Files.createDirectories(folder.toAbsolutePath().getParent());
      try (FileChannel channel =
              FileChannel.open(
                  home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid() || !Files.exists(folder.resolve("complete"))) {
          installNow(folder, resources, requirements);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void installNow(Path folder, List<String> resources, List<String> requirements)
      throws IOException, InstallationException {
    System.out.println("Python: installing " + requirements + " into " + folder + " (once)");
    Folders.delete(folder);
    Files.createDirectories(folder);
    for (String resource : resources) {
      copy(resource, folder);
    }
    Path log = folder.resolve("install.log");
    List<String> pip = new ArrayList<>();
    pip.add(folder.resolve("venv/bin/python").toString());
    pip.addAll(List.of("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-c"));
    pip.add(folder.resolve(fileName(resources.get(0))).toString());
    pip.addAll(requirements);
    boolean done =
        logged(log, List.of(program.toString(), "-m", "venv", folder.resolve("venv").toString()))
            && logged(log, pip);
    if (!done) {
      throw new InstallationException(log);
    }
    Files.createFile(folder.resolve("complete"));
  }

  private static List<Path> candidates(String name) {
    List<Path> found = new ArrayList<>();
    Needs.find(name).ifPresent(found::add);
    Path pyenv = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
    if (Files.isDirectory(pyenv)) {
      try (Stream<Path> versions = Files.list(pyenv)) {
        versions
            .map(it -> it.resolve("bin").resolve(name))
            .filter(Files::isExecutable)
            .forEach(found::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  private static void copy(String resource, Path folder) throws IOException {
    try (InputStream in = Python.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException(resource + " is missing");
      }
      Files.copy(in, folder.resolve(fileName(resource)), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String fileName(String resource) {
    return resource.substring(resource.lastIndexOf('/') + 1);
  }

  private static int status(List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return process.waitFor(30, TimeUnit.SECONDS) ? process.exitValue() : -1;
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private static boolean logged(Path log, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    try {
      if (!process.waitFor(INSTALL.toMinutes(), TimeUnit.MINUTES)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
