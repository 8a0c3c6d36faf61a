/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.documents;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits a line of shell into its simple commands, each a list of words without quotes. Leading
 * assignments, redirections and comments are left out, variables stay as they are written. Enough
 * for the lines of documents; no control structures.
 */
final class ShellLine {

  private final String text;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private StringBuilder word = new StringBuilder();
  private boolean inWord;
  private boolean redirected;
  private int at;

  private ShellLine(String text) {
    this.text = text;
  }

  static List<List<String>> commands(String text) {
    ShellLine line = new ShellLine(text);
    while (line.at < text.length() && line.step()) {
      line.at++;
    }
    line.endCommand();
    return line.commands;
  }

  /** Takes the character at the position; false if a comment begins. */
  private boolean step() {
    char c = text.charAt(at);
    switch (c) {
      case '\'' -> quoted('\'');
      case '"' -> quoted('"');
      case '\\' -> {
        at++;
        append(at < text.length() ? String.valueOf(text.charAt(at)) : "");
      }
      case ' ', '\t', '\n' -> endWord();
      case '|', ';', '&' -> endCommand();
      case '>', '<' -> {
        // A descriptor before the sign belongs to the redirection.
        if (word.toString().matches("\\d")) {
          word = new StringBuilder();
          inWord = false;
        }
        endWord();
        redirected = true;
      }
      case '#' -> {
        if (!inWord) {
          return false;
        }
        append("#");
      }
      default -> append(String.valueOf(c));
    }
    return true;
  }

  private void quoted(char quote) {
    inWord = true;
    for (at++; at < text.length() && text.charAt(at) != quote; at++) {
      if (quote == '"' && text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      word.append(text.charAt(at));
    }
  }

  private void append(String more) {
    inWord = true;
    word.append(more);
  }

  private void endWord() {
    if (inWord) {
      boolean assignment = words.isEmpty() && word.toString().matches("[A-Za-z_]\\w*=.*");
      if (!redirected && !assignment) {
        words.add(word.toString());
      }
      redirected = false;
    }
    word = new StringBuilder();
    inWord = false;
  }

  private void endCommand() {
    endWord();
    if (!words.isEmpty()) {
      commands.add(words);
    }
    words = new ArrayList<>();
    redirected = false;
  }
}
