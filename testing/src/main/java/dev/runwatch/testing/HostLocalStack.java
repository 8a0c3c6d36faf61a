/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * LocalStack as a process of this machine's Python. Its packages are pinned, all of them, and kept
 * in the checkout; a half installed folder is thrown away.
 */
final class HostLocalStack {

  private static final Duration START = Duration.ofMinutes(2);

  private HostLocalStack() {}

  static LocalStack start() throws LocalStack.UnavailableException {
    Python python =
        Python.find(List.of("3.13", "3.12", "3.11"))
            .orElseThrow(
                () ->
                    new LocalStack.UnavailableException(
                        "neither Docker with the image nor Python 3.13, 3.12 or 3.11 is here"));
    System.out.println("LocalStack: found " + python.program());
    String localStack = python.version().equals("3.13") ? "4.14.0" : "4.13.1";
    Path installed =
        Repository.root().resolve(".localstack/" + localStack + "-python" + python.version());
    try {
      python.install(
          installed,
          List.of("localstack/constraints-" + localStack + ".txt", "localstack/sitecustomize.py"),
          List.of("localstack-core[runtime]==" + localStack));
      return run(python, localStack, installed);
    } catch (Python.InstallationException e) {
      throw new LocalStack.UnavailableException(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static LocalStack run(Python python, String localStack, Path folder)
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
        endpoint, "localstack-core " + localStack + " on Python " + python.version());
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
      Folders.delete(state);
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
}
