/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The token that a runner sends to its coordinator. A file is read anew for every request, so that
 * a token can be replaced while the runner runs. Safe for use by many threads.
 */
public final class RunnerToken {

  private static final Pattern ALLOWED = Pattern.compile("[\\x21-\\x7e]{1,512}");

  private final @Nullable Path file;
  private volatile @Nullable String last;

  private RunnerToken(@Nullable Path file, @Nullable String last) {
    this.file = file;
    this.last = last;
  }

  /** Sends no token. */
  public static RunnerToken none() {
    return new RunnerToken(null, null);
  }

  /**
   * Sends this token.
   *
   * @throws IllegalArgumentException if it is no token; the message does not repeat it
   */
  public static RunnerToken of(String token) {
    return new RunnerToken(null, checked(token.strip(), "the token"));
  }

  /**
   * Sends what a file holds.
   *
   * @throws IllegalArgumentException if the file cannot be read, or holds no token
   */
  public static RunnerToken file(Path file) {
    try {
      return new RunnerToken(file, checked(read(file), "token-file: what " + file + " holds"));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "token-file: " + file + " cannot be read: " + e.getClass().getSimpleName(), e);
    }
  }

  /** Whether there is a token. */
  public boolean isPresent() {
    return last != null;
  }

  /** The token, or empty if none is sent. */
  Optional<String> value() {
    Path from = file;
    if (from != null) {
      try {
        String now = read(from);
        if (ALLOWED.matcher(now).matches()) {
          last = now;
        }
      } catch (IOException e) {
        // It may be about to be replaced; the coordinator says whether the last one still counts.
      }
    }
    return Optional.ofNullable(last);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  private static String checked(String token, String what) {
    if (!ALLOWED.matcher(token).matches()) {
      throw new IllegalArgumentException(
          what + " is not a token: it must be one word of 1 to 512 printable ASCII characters");
    }
    return token;
  }

  /** Never shows the token. */
  @Override
  public String toString() {
    return "RunnerToken[" + (isPresent() ? "present" : "absent") + "]";
  }
}
