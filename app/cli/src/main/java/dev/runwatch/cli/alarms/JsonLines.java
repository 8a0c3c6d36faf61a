/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.math.MathException;
import dev.runwatch.common.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Reads a file with a JSON object on each line, one line at a time. */
final class JsonLines {

  private static final int MAX_LINE = 4 * 1024 * 1024;

  private JsonLines() {}

  /** Receives the object of a line. */
  @FunctionalInterface
  interface Reader {
    void take(JsonNode object);
  }

  /**
   * Reads all lines except blank ones.
   *
   * @param file the file, or {@code -} for standard input
   * @throws InputException if a line cannot be used; the message names file and line
   */
  static void read(String file, Reader reader) {
    try (BufferedReader lines = open(file)) {
      int number = 0;
      boolean any = false;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        if (!line.isBlank()) {
          any = true;
          one(file + ":" + number, line, reader);
        }
      }
      if (!any) {
        throw new InputException(file + ": the file is empty; write a JSON object on each line");
      }
    } catch (NoSuchFileException e) {
      throw new InputException(file + ": the file does not exist; check the path");
    } catch (CharacterCodingException e) {
      throw new InputException(file + ": the file is not UTF-8");
    } catch (IOException e) {
      throw new InputException(file + ": the file cannot be read; check its type and permissions");
    }
  }

  private static void one(String where, String line, Reader reader) {
    if (line.length() > MAX_LINE) {
      throw new InputException(where + ": the line is longer than 4 MiB");
    }
    try {
      JsonNode node = Json.mapper().readTree(line);
      if (!node.isObject()) {
        throw new InputException("the line is not a JSON object");
      }
      reader.take(node);
    } catch (JacksonException e) {
      throw new InputException(where + ": " + reason(e));
    } catch (InputException | MathException e) {
      throw new InputException(where + ": " + e.getMessage());
    }
  }

  private static BufferedReader open(String file) throws IOException {
    Path path = Subcommand.path(file);
    InputStream in = file.equals("-") ? System.in : Files.newInputStream(path);
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
  }

  /** Why a text is not JSON, in words for its author. */
  static String reason(JacksonException e) {
    String message = String.valueOf(e.getOriginalMessage());
    if (message.contains("nesting depth")) {
      return "the JSON is nested deeper than 500 levels";
    }
    return "the text is not JSON, at character " + Math.max(1, e.getLocation().getColumnNr());
  }
}
