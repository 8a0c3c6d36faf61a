/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * LocalStack as a process of this machine's Python. Its packages are pinned, all of them, and kept
 * in the checkout; a half installed folder is thrown away.
 */
final class HostLocalStack {

  private static final Duration INSTALL = Duration.ofMinutes(10);
  private static final Duration START = Duration.ofMinutes(2);

  /** A Python, and the newest LocalStack that runs on it. */
  private record Python(Path program, String version, String localStack) {}

  private HostLocalStack() {}

  static LocalStack start() throws LocalStack.UnavailableException {
    Python python =
        find()
            .orElseThrow(
                () ->
                    new LocalStack.UnavailableException(
                        "neither Docker with the image nor Python 3.13, 3.12 or 3.11 is here"));
    Path home = Repository.root().resolve(".localstack");
    Path installed = home.resolve(python.localStack() + "-python" + python.version());
    try {
      Files.createDirectories(home);
      try (FileChannel channel =
              FileChannel.open(
                  home.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (!lock.isValid() || !Files.exists(installed.resolve("complete"))) {
          install(python, installed);
        }
      }
      return run(python, installed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<Python> find() {
    for (String version : List.of("3.13", "3.12", "3.11")) {
      String localStack = version.equals("3.13") ? "4.14.0" : "4.13.1";
      for (Path program : candidates("python" + version)) {
        if (status(List.of(program.toString(), "-c", "import venv, ensurepip")) == 0) {
          System.out.println("LocalStack: found " + program);
          return Optional.of(new Python(program, version, localStack));
        }
      }
    }
    return Optional.empty();
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

  private static void install(Python python, Path folder)
      throws IOException, LocalStack.UnavailableException {
    System.out.println(
        "LocalStack: installing localstack-core "
            + python.localStack()
            + " into "
            + folder
            + " (once, about two minutes)");
    delete(folder);
    Files.createDirectories(folder);
    String constraints = "constraints-" + python.localStack() + ".txt";
    copy(constraints, folder);
    copy("sitecustomize.py", folder);
    Path log = folder.resolve("install.log");
    boolean done =
        logged(
                log,
                List.of(
                    python.program().toString(), "-m", "venv", folder.resolve("venv").toString()))
            && logged(
                log,
                List.of(
                    folder.resolve("venv/bin/python").toString(),
                    "-m",
                    "pip",
                    "install",
                    "--quiet",
                    "--disable-pip-version-check",
                    "-c",
                    folder.resolve(constraints).toString(),
                    "localstack-core[runtime]==" + python.localStack()));
    if (!done) {
      throw new LocalStack.UnavailableException("its packages could not be installed; see " + log);
    }
    Files.createFile(folder.resolve("complete"));
  }

  private static void copy(String resource, Path folder) throws IOException {
    try (InputStream in = HostLocalStack.class.getResourceAsStream("localstack/" + resource)) {
      if (in == null) {
        throw new IOException(resource + " is missing");
      }
      Files.copy(in, folder.resolve(resource), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static LocalStack run(Python python, Path folder)
      throws IOException, LocalStack.UnavailableException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String address = "127.0.0.1:" + port;
    Path state = Files.createTempDirectory("runwatch-localstack");
    Path log = state.resolve("localstack.log");
    ProcessBuilder builder =
        new ProcessBuilder(
                folder.resolve("venv/bin/python").toString(), "-m", "localstack.runtime.main")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> name.startsWith("AWS_"));
    environment.put("PYTHONPATH", python.version().equals("3.13") ? "" : folder.toString());
    // Without this it may take the machine for its own container and rewrite its name service.
    environment.put("OVERRIDE_IN_DOCKER", "0");
    environment.put("DNS_ADDRESS", "0");
    environment.put("GATEWAY_LISTEN", address);
    environment.put("LOCALSTACK_HOST", address);
    environment.put("FILESYSTEM_ROOT", state.toString());
    environment.put("SERVICES", LocalStack.SERVICES);
    environment.put("EAGER_SERVICE_LOADING", "1");
    // Nothing of it may call home or fetch anything.
    environment.put("SKIP_SSL_CERT_DOWNLOAD", "1");
    environment.put("SKIP_INFRA_DOWNLOADS", "1");
    environment.put("DISABLE_EVENTS", "1");
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(process, state)));
    URI endpoint = URI.create("http://" + address);
    try {
      Awaitility.await()
          .atMost(START)
          .pollInterval(Duration.ofMillis(250))
          .until(() -> !process.isAlive() || ready(endpoint));
    } catch (ConditionTimeoutException e) {
      // A start that failed half way leaves a thread that keeps the process.
      process.destroyForcibly();
    }
    if (!process.isAlive()) {
      throw new LocalStack.UnavailableException("it did not start: " + tail(log));
    }
    return new LocalStack(
        endpoint, "localstack-core " + python.localStack() + " on Python " + python.version());
  }

  private static boolean ready(URI endpoint) {
    try {
      return HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(endpoint.resolve("/_localstack/health"))
                      .timeout(Duration.ofSeconds(5))
                      .build(),
                  BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static void end(Process process, Path state) {
    process.destroy();
    try {
      if (!process.waitFor(8, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
      delete(state);
    } catch (InterruptedException e) {
      process.destroyForcibly();
    } catch (IOException e) {
      System.err.println("LocalStack: " + state + " could not be deleted: " + e);
    }
  }

  private static String tail(Path log) throws IOException {
    String text = Files.readString(log);
    return text.substring(Math.max(0, text.length() - 2_000));
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

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(
              Path visited, @org.jspecify.annotations.Nullable IOException e) throws IOException {
            Files.deleteIfExists(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
