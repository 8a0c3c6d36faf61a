/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * A token as a tokens file has it: its hash, never the token. A token has 256 random bits, so a
 * plain hash of it cannot be guessed.
 *
 * @param name 1 to 64 of {@code A-Z a-z 0-9 . _ -}; several tokens may share one, so that a token
 *     can be replaced without a gap
 * @param sha256 the hash in 64 hexadecimal digits
 */
public record Token(Role role, String name, String sha256) {

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int BYTES = 32;

  public Token {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          "name '" + name + "' is not allowed; allowed: 1 to 64 of A-Z a-z 0-9 . _ -");
    }
    if (!SHA256.matcher(sha256).matches()) {
      throw new IllegalArgumentException(
          "the hash must be 64 digits of 0-9 a-f, as './runwatch token' prints it");
    }
  }

  /** Whether a token may have this name. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** A new secret: what the holder of the token sends. */
  public static String newSecret() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return "rw_" + HexFormat.of().formatHex(bytes);
  }

  /** The hash of a secret. */
  public static String hash(String secret) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The line of a tokens file. */
  public String line() {
    return role.wireName() + " " + name + " " + sha256;
  }

  /** Whether that is the hash; takes equally long whatever it is. */
  boolean hasHash(String hash) {
    return MessageDigest.isEqual(
        sha256.getBytes(StandardCharsets.US_ASCII), hash.getBytes(StandardCharsets.US_ASCII));
  }
}
