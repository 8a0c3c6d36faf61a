/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.account;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.cli.options.EnvironmentOption;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.ExpectedEnvironment;
import dev.runwatch.environments.RegionChoice;
import dev.runwatch.metrics.Environment;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import software.amazon.awssdk.regions.Region;

/** Which environment a subcommand is about; a mixin. */
public final class EnvironmentOptions {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "Replaces a value of the file, as -c KEY=VALUE of cdk; may be repeated.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  /**
   * The environment's name.
   *
   * @throws ParameterException in one line if none was given
   */
  public String name() {
    return environment.required().name();
  }

  /** What {@code --set} replaces. */
  public Map<String, String> overrides() {
    return Map.copyOf(overrides);
  }

  /**
   * Reads the definitions and the environment's file below Runwatch's home.
   *
   * @throws ParameterException in one line if one of them is not right
   */
  public ExpectedEnvironment read() {
    return read(Map.of());
  }

  /**
   * Reads the same as it was deployed.
   *
   * @param deployedWith what replaced values of the file in the deployment; {@code --set} wins
   * @throws ParameterException in one line if one of them is not right
   */
  public ExpectedEnvironment read(Map<String, String> deployedWith) {
    Map<String, String> all = new LinkedHashMap<>(deployedWith);
    all.putAll(overrides);
    Environment required = environment.required();
    Path home = Path.of(System.getProperty("runwatch.home", "."));
    try {
      List<AlarmDefinition> definitions = DefinitionLoader.loadWithOptional(home.resolve("alarms"));
      EnvironmentSettings settings =
          EnvironmentSettings.load(
              home.resolve("infra/cdk/environments"), required, definitions, all);
      return new ExpectedEnvironment(settings, settings.alarms(definitions));
    } catch (InvalidDefinitionException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * The region of the environment, by the rule of its deployment: {@link RegionChoice}.
   *
   * @throws ParameterException in one line if nothing names a region
   */
  public Region region(ExpectedEnvironment deployed) {
    try {
      return Region.of(
          new RegionChoice(System.getenv())
              .of(deployed.settings(), overrides.containsKey("region")));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
