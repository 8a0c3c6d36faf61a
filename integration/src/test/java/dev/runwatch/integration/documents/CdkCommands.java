/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.documents;

import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.cdk.Context;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.metrics.Environment;
import dev.runwatch.testing.Repository;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Checks commands of the CDK CLI against the stack's context keys and environment files. */
final class CdkCommands {

  private static final Set<String> SUBCOMMANDS =
      Set.of("bootstrap", "deploy", "destroy", "diff", "list", "ls", "synth");
  private static final Set<String> VALUED =
      Set.of(
          "-c", "--context", "--parameters", "--require-approval", "--profile", "-o", "--output");
  private static final Set<String> FLAGS =
      Set.of("--all", "--fail", "--force", "-f", "--quiet", "-q", "--strict", "--no-color");

  private CdkCommands() {}

  /** What is wrong with a command, or nothing. */
  static Optional<String> fault(DocumentedCommand command) {
    List<String> arguments = command.arguments(2);
    if (arguments.isEmpty() || !SUBCOMMANDS.contains(arguments.get(0))) {
      return Optional.of("'" + arguments + "' does not begin with a command of the CDK CLI");
    }
    if (command.folder() != null
        && !Files.exists(Repository.root().resolve(command.folder()).resolve("cdk.json"))) {
      return Optional.of("the folder " + command.folder() + " has no cdk.json; add a cd before it");
    }
    Map<String, String> context = new HashMap<>();
    for (int i = 1; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (VALUED.contains(argument)) {
        i++;
        if (i == arguments.size()) {
          return Optional.of(argument + " needs a value");
        }
        String[] pair = arguments.get(i).split("=", 2);
        if ((argument.equals("-c") || argument.equals("--context")) && pair.length == 2) {
          context.put(pair[0], pair[1]);
        }
      } else if (!FLAGS.contains(argument) && argument.startsWith("-")) {
        return Optional.of("'" + argument + "' is not a known option of the CDK CLI");
      }
    }
    return context(context);
  }

  private static Optional<String> context(Map<String, String> given) {
    try {
      Context context = Context.read(given);
      for (Environment environment : context.environments()) {
        EnvironmentSettings.load(
            Repository.root().resolve("infra/cdk/environments"),
            environment,
            DefinitionLoader.loadWithOptional(Repository.root().resolve("alarms")),
            context.overrides());
      }
      return Optional.empty();
    } catch (IllegalArgumentException | InvalidDefinitionException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
