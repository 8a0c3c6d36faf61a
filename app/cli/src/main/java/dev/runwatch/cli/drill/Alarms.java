/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.yaml.Suggestions;
import dev.runwatch.environments.ExpectedEnvironment;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Finds an alarm by the name of its file. */
final class Alarms {

  private Alarms() {}

  /**
   * The alarm of that file name.
   *
   * @throws ParameterException that names the known alarms, if there is none
   */
  static AlarmDefinition find(CommandSpec spec, ExpectedEnvironment deployed, String name) {
    List<String> names = deployed.alarms().stream().map(AlarmDefinition::name).toList();
    return deployed.alarms().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ParameterException(
                    spec.commandLine(),
                    "'"
                        + name
                        + "' is not an alarm: "
                        + Suggestions.nearest(name, names)
                            .map(it -> "did you mean " + it + "? ")
                            .orElse("")
                        + "there are "
                        + String.join(", ", names)));
  }
}
