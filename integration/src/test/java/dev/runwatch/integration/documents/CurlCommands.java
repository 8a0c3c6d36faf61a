/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.documents;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks the requests that documents make with curl against a running platform. */
final class CurlCommands {

  private static final Set<String> FLAGS = Set.of("f", "s", "S", "N", "i", "v", "k");
  private static final List<String> COORDINATORS =
      List.of("$COORDINATOR", "http://127.0.0.1:8765", "http://coordinator:8765");
  private static final List<String> CONSOLES = List.of("$CONSOLE", "http://127.0.0.1:8766");
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI coordinator;
  private final URI console;

  CurlCommands(URI coordinator, URI console) {
    this.coordinator = coordinator;
    this.console = console;
  }

  /** What is wrong with a command, or nothing. */
  Optional<String> fault(DocumentedCommand command) throws IOException, InterruptedException {
    String method = "";
    String body = null;
    String url = "";
    List<String> arguments = command.arguments(1);
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      switch (argument) {
        case "-X", "--request" -> method = value(arguments, ++i);
        case "-d", "--data" -> body = value(arguments, ++i);
        case "-m", "-H", "-o", "-w", "--max-time", "--header" -> value(arguments, ++i);
        default -> {
          if (!argument.startsWith("-")) {
            url = argument;
          } else if (!isFlags(argument)) {
            return Optional.of("'" + argument + "' is not a known option of curl");
          }
        }
      }
    }
    if (method.isEmpty()) {
      method = body == null ? "GET" : "POST";
    }
    Optional<URI> target = target(url);
    if (target.isEmpty()) {
      return Optional.of(
          "'"
              + url
              + "' is not an address of this platform; it may begin with "
              + String.join(", ", COORDINATORS)
              + " or "
              + String.join(", ", CONSOLES));
    }
    // An id in capitals stands for any; an event stream never ends.
    boolean executable = !url.contains("/ID") && !url.contains("/sse/");
    return executable ? executed(method, target.get(), body) : allowed(method, target.get());
  }

  private static boolean isFlags(String argument) {
    return argument.matches("-[a-zA-Z]+")
        && argument.substring(1).chars().allMatch(c -> FLAGS.contains(String.valueOf((char) c)));
  }

  private static String value(List<String> arguments, int at) {
    return at < arguments.size() ? arguments.get(at) : "";
  }

  private Optional<URI> target(String url) {
    for (String prefix : COORDINATORS) {
      if (url.startsWith(prefix + "/")) {
        return Optional.of(coordinator.resolve(url.substring(prefix.length())));
      }
    }
    for (String prefix : CONSOLES) {
      if (url.startsWith(prefix + "/")) {
        return Optional.of(console.resolve(url.substring(prefix.length())));
      }
    }
    return Optional.empty();
  }

  private Optional<String> executed(
      String method, URI target, @org.jspecify.annotations.Nullable String body)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send(method, target, body == null ? "" : body);
    return response.statusCode() < 300
        ? Optional.empty()
        : Optional.of(
            method + " " + target + " answers " + response.statusCode() + ": " + response.body());
  }

  /** By the error for a method that no path takes, which names those that the path takes. */
  private Optional<String> allowed(String method, URI target)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send("OPTIONS", target, "");
    String allow = response.headers().firstValue("Allow").orElse("");
    return List.of(allow.split(", ")).contains(method)
        ? Optional.empty()
        : Optional.of(
            method
                + " is not allowed on "
                + target
                + ", which answers "
                + response.statusCode()
                + " and allows '"
                + allow
                + "'");
  }

  private HttpResponse<String> send(String method, URI target, String body)
      throws IOException, InterruptedException {
    return http.send(
        HttpRequest.newBuilder(target)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .timeout(PATIENCE)
            .build(),
        BodyHandlers.ofString());
  }
}
