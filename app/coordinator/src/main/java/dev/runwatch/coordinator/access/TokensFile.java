/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.access;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a tokens file: one {@code ROLE NAME SHA256-HEX} a line, {@code #} begins a comment. */
final class TokensFile {

  private TokensFile() {}

  /**
   * Reads the text of a tokens file.
   *
   * @throws InvalidTokensException if a line cannot be read; the message does not repeat the line,
   *     which may hold a token by mistake
   */
  static List<Token> parse(Path file, String text) throws InvalidTokensException {
    List<Token> tokens = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String entry = line.replaceFirst("#.*", "").strip();
      if (entry.isEmpty()) {
        continue;
      }
      String[] words = entry.split("\\s+", -1);
      if (words.length != 3) {
        throw invalid(file, number, "a line must be ROLE NAME SHA256-HEX");
      }
      Optional<Role> role = Role.ofWireName(words[0]);
      if (role.isEmpty()) {
        throw invalid(file, number, "the role must be one of " + Role.wireNames());
      }
      try {
        tokens.add(new Token(role.get(), words[1], words[2].toLowerCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw invalid(file, number, String.valueOf(e.getMessage()));
      }
    }
    return tokens;
  }

  private static InvalidTokensException invalid(Path file, int line, String why) {
    return new InvalidTokensException("tokens file " + file + ", line " + line + ": " + why);
  }
}
