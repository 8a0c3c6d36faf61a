/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.options;

import dev.runwatch.metrics.Environment;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/**
 * The option {@code --environment}, alias {@code --env}, which is also {@code
 * RUNWATCH_ENVIRONMENT}: a mixin of every command that has an environment. There is no default
 * here, because a command that looks at an account must not guess.
 */
public final class EnvironmentOption {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = {"--environment", "--env"},
      converter = Converter.class,
      paramLabel = "NAME",
      description = {
        "The environment, such as prod; also the variable RUNWATCH_ENVIRONMENT.",
        "coordinator and runner use dev when none is given, other commands need one."
      })
  private @Nullable Environment environment;

  /** The environment that was given, or empty. */
  public Optional<Environment> given() {
    return Optional.ofNullable(environment);
  }

  /**
   * The environment that was given.
   *
   * @throws ParameterException in one line that names option and variable if none was given
   */
  public Environment required() {
    return given()
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "no environment is set: add --environment NAME, or set"
                        + " RUNWATCH_ENVIRONMENT"));
  }

  private static final class Converter extends Checked<Environment> {

    private Converter() {
      super(Environment::new);
    }
  }
}
