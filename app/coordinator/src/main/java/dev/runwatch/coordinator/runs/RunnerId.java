/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The id of a runner: {@code lnch_} and 12 hexadecimal digits of a hash of its identity, so that a
 * runner that restarts is the same runner.
 */
public record RunnerId(String value) {

  /** The id that belongs to an identity. */
  public static RunnerId of(String hostname, String projectDir, String executorProfile) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String part : new String[] {hostname, projectDir, executorProfile}) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        // The length keeps "a" + "bc" and "ab" + "c" apart.
        sha.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        sha.update(bytes);
      }
      return new RunnerId("lnch_" + HexFormat.of().formatHex(sha.digest(), 0, 6));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
