/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.access;

import dev.runwatch.coordinator.task.RecurringTask;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knows callers by their tokens. The file is read again within 5 s of a change; one that cannot be
 * read then leaves the tokens as they were. Safe for use by many threads.
 */
public final class AccessControl implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AccessControl.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final String SCHEME = "bearer ";

  private final @Nullable Path file;
  private final @Nullable RecurringTask reading;
  private volatile List<Token> tokens;

  /** What was read last; used by the reading thread only. */
  private String text;

  private AccessControl(@Nullable Path file, List<Token> tokens, String text) {
    this.file = file;
    this.tokens = tokens;
    this.text = text;
    this.reading =
        file == null ? null : new RecurringTask("coordinator-tokens", PAUSE, () -> readAgain(file));
  }

  /** Lets everybody do everything. */
  public static AccessControl open() {
    return new AccessControl(null, List.of(), "");
  }

  /**
   * Lets those in whose tokens are in a file, and reads it again when it changes.
   *
   * @throws InvalidTokensException if the file cannot be read, or has no token
   */
  public static AccessControl reading(Path file) throws InvalidTokensException {
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      throw new InvalidTokensException("tokens file " + file + " cannot be read: " + why(e));
    }
    List<Token> tokens = TokensFile.parse(file, text);
    if (tokens.isEmpty()) {
      throw new InvalidTokensException(
          "tokens file " + file + " has no token; './runwatch token ROLE NAME' makes one");
    }
    AccessControl access = new AccessControl(file, tokens, text);
    if (access.reading != null) {
      access.reading.start();
    }
    return access;
  }

  private static String why(IOException e) {
    return e.getClass().getSimpleName();
  }

  private void readAgain(Path from) {
    try {
      String now = Files.readString(from);
      if (now.equals(text)) {
        return;
      }
      tokens = TokensFile.parse(from, now);
      text = now;
      LOG.info("Read {} tokens from {}", tokens.size(), from);
    } catch (IOException e) {
      throw new IllegalStateException(
          "tokens file " + from + " cannot be read; the tokens stay as they were: " + why(e));
    } catch (InvalidTokensException e) {
      throw new IllegalStateException("the tokens stay as they were: " + e.getMessage());
    }
  }

  /** Whether callers need a token. */
  public boolean needsTokens() {
    return file != null;
  }

  /**
   * The caller who sent this header.
   *
   * @param authorization the value of {@code Authorization}, or null
   * @return the caller, or empty if the header has no token that is known
   */
  public Optional<Caller> authenticate(@Nullable String authorization) {
    if (file == null) {
      return Optional.of(Caller.ANYBODY);
    }
    if (authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
      return Optional.empty();
    }
    String hash = Token.hash(authorization.substring(SCHEME.length()).strip());
    Caller found = null;
    for (Token token : tokens) {
      // Every one is compared, so that the time says nothing about the place.
      if (token.hasHash(hash)) {
        found = new Caller(token.role(), token.name());
      }
    }
    return Optional.ofNullable(found);
  }

  @Override
  public void close() {
    if (reading != null) {
      reading.close();
    }
  }
}
