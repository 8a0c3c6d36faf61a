/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.options;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.OptionalAlarms;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option {@code --optional-alarms}: a mixin of commands without an environment's file. */
public final class OptionalAlarmsOption {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--optional-alarms",
      split = ",",
      paramLabel = "NAME",
      description = "Also these alarms of alarms/optional, separated by commas (default: none).")
  private List<String> names = new ArrayList<>();

  /**
   * The alarms of every environment, and those of the option.
   *
   * @param known all definitions, optional or not
   * @throws ParameterException in one line if one of the names is not that of an optional alarm
   */
  public List<AlarmDefinition> choose(List<AlarmDefinition> known) {
    for (String name : names) {
      OptionalAlarms.refusal(name, known)
          .ifPresent(
              why -> {
                throw new ParameterException(
                    command.commandLine(), "--optional-alarms: " + why.reason() + "; " + why.fix());
              });
    }
    return OptionalAlarms.choose(known, names);
  }
}
