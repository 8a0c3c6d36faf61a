/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.account;

import dev.runwatch.alarms.AlarmDefinition;
import dev.runwatch.alarms.InvalidDefinitionException;
import dev.runwatch.alarms.environments.EnvironmentSettings;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Which environment a subcommand is about; a mixin. */
public final class EnvironmentOptions {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--env",
      required = true,
      paramLabel = "ENV",
      description = "The environment: a file of infra/cdk/environments, such as prod.")
  private String environment = "";

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "What was given to cdk by -c KEY=VALUE; may be repeated.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  /** The environment's name as it was given. */
  public String name() {
    return environment;
  }

  /**
   * Reads the definitions and the environment's file below Runwatch's home.
   *
   * @throws ParameterException in one line if one of them is not right
   */
  public Deployed read() {
    Path home = Path.of(System.getProperty("runwatch.home", "."));
    try {
      List<AlarmDefinition> definitions = AlarmDefinition.loadAll(home.resolve("alarms"));
      EnvironmentSettings settings =
          EnvironmentSettings.load(
              home.resolve("infra/cdk/environments"), environment, definitions, overrides);
      return new Deployed(settings, definitions.stream().map(settings::deployed).toList());
    } catch (InvalidDefinitionException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
