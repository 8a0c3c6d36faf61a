/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A run that a client asks for.
 *
 * @param parameters handed to the executor as they are
 */
public record NewRun(RunSpec spec, ObjectNode parameters) {

  /** 32 hexadecimal digits that are the same for equal requests. */
  public String digest() {
    String text =
        Arrays.asList(
                MatchKey.of(spec).digest(),
                spec.timeout(),
                spec.maxExecutions(),
                quoted(spec.projectDir()),
                quoted(spec.type()),
                quoted(spec.agentName()),
                parameters)
            .toString();
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The length keeps texts apart that hold commas. */
  private static String quoted(@Nullable String text) {
    return text == null ? "-" : text.length() + ":" + text;
  }
}
