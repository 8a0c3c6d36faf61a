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
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/** Which environment a subcommand is about; a mixin. */
public final class EnvironmentOptions {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Mixin private EnvironmentOption environment = new EnvironmentOption();

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "What was given to cdk by -c KEY=VALUE; may be repeated.")
  private Map<String, String> overrides = new LinkedHashMap<>();

  /**
   * The environment's name.
   *
   * @throws ParameterException in one line if none was given
   */
  public String name() {
    return environment.required().name();
  }

  /**
   * Reads the definitions and the environment's file below Runwatch's home.
   *
   * @throws ParameterException in one line if one of them is not right
   */
  public ExpectedEnvironment read() {
    Path home = Path.of(System.getProperty("runwatch.home", "."));
    try {
      List<AlarmDefinition> definitions = DefinitionLoader.loadAll(home.resolve("alarms"));
      EnvironmentSettings settings =
          EnvironmentSettings.load(
              home.resolve("infra/cdk/environments"),
              environment.required(),
              definitions,
              overrides);
      return new ExpectedEnvironment(
          settings, definitions.stream().map(settings::deployed).toList());
    } catch (InvalidDefinitionException e) {
      throw new ParameterException(command.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /**
   * Where the environment is, by the rules of its deployment: {@code --set region}, or else the AWS
   * settings, or else the environment's file.
   *
   * @throws ParameterException in one line if none of them names a region
   */
  public Region region(ExpectedEnvironment deployed) {
    Optional<String> ofFile = deployed.settings().region();
    if (overrides.containsKey("region") && ofFile.isPresent()) {
      return Region.of(ofFile.get());
    }
    // CDK reads the second one, the SDK for Java does not.
    String other = System.getenv().getOrDefault("AWS_DEFAULT_REGION", "");
    if (System.getenv().getOrDefault("AWS_REGION", "").isBlank() && !other.isBlank()) {
      return Region.of(other);
    }
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      return ofFile
          .map(Region::of)
          .orElseThrow(
              () ->
                  new ParameterException(
                      command.commandLine(),
                      "no AWS region is set: set AWS_REGION or choose a profile that has one",
                      e));
    }
  }
}
