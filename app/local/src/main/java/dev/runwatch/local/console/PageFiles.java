/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/** The files of the page: its own, and uPlot from its jar. Immutable. */
final class PageFiles {

  static final String INDEX = "index.html";

  /** Everything from this address, and nothing else; nobody may frame it. */
  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
          + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final List<String> OWN =
      List.of(
          INDEX,
          "console.css",
          "icon.svg",
          "theme.js",
          "main.js",
          "dom.js",
          "palette.js",
          "range.js",
          "board.js",
          "chart.js",
          "annotations.js",
          "twin.js",
          "figures.js",
          "markdown.js",
          "alarms.js",
          "drills.js",
          "mails.js",
          "runs.js");

  private static final List<String> UPLOT = List.of("uPlot.iife.min.js", "uPlot.min.css");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html", "css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");

  private final Map<String, Response> files = new LinkedHashMap<>();

  PageFiles() {
    for (String name : OWN) {
      files.put(name, file(name, "/dev/runwatch/local/console/page/" + name));
    }
    String uplot = "/META-INF/resources/webjars/uplot/" + uplotVersion() + "/dist/";
    for (String name : UPLOT) {
      files.put(name, file(name, uplot + name));
    }
  }

  /** The file of a name, or empty. */
  Optional<Response> find(String name) {
    return Optional.ofNullable(files.get(name));
  }

  private static Response file(String name, String path) {
    String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "");
    return new Response(200, type + ";charset=utf-8", read(path), Map.of())
        .withHeader("Content-Security-Policy", CONTENT_POLICY)
        .withHeader("Referrer-Policy", "no-referrer");
  }

  /** The jar of uPlot has its version in the paths of its files. */
  private static String uplotVersion() {
    Properties properties = new Properties();
    try (InputStream in = open("/META-INF/maven/org.webjars.npm/uplot/pom.properties")) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "");
  }

  private static byte[] read(String path) {
    try (InputStream in = open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream open(String path) {
    InputStream in = PageFiles.class.getResourceAsStream(path);
    if (in == null) {
      throw new IllegalStateException(path + " is missing from the build");
    }
    return in;
  }
}
