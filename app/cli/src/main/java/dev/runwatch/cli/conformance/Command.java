/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A command as somebody types it. Immutable.
 *
 * @param folder where it is typed, relative to Runwatch's home; empty for the home itself
 * @param words the program and its arguments
 * @param environment variables that it gets besides those of all commands
 */
record Command(String folder, List<String> words, Map<String, String> environment) {

  Command {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** A subcommand of {@code ./runwatch}. */
  static Command runwatch(String... arguments) {
    List<String> words = new ArrayList<>(List.of("./runwatch"));
    words.addAll(List.of(arguments));
    return new Command("", words, Map.of());
  }

  /** A command in the CDK app's folder. */
  static Command cdk(List<String> words) {
    return new Command("infra/cdk", words, Map.of());
  }

  Command with(Map<String, String> variables) {
    return new Command(folder, words, variables);
  }

  /** The line that does the same in a shell at Runwatch's home. */
  String line() {
    String line = words.stream().map(Command::quoted).collect(Collectors.joining(" "));
    return folder.isEmpty() ? line : "(cd " + folder + " && " + line + ")";
  }

  /** The words for the operating system: a program of the home by its whole path. */
  List<String> program(Path home) {
    List<String> program = new ArrayList<>(words);
    if (words.get(0).startsWith("./")) {
      program.set(0, home.resolve(folder).resolve(words.get(0)).normalize().toString());
    }
    return program;
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9_./:=@,+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
