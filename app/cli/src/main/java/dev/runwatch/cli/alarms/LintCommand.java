/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.lint.Lint;
import dev.runwatch.alarms.yaml.Fault;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code alarms lint}: checks definitions, runbooks and scenarios without running them. */
@Command(
    name = "lint",
    description = "Check definitions, runbooks and scenario files; each fault is one line.",
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {"0:no fault", "1:faults", "2:wrong usage"})
final class LintCommand extends Subcommand {

  @Parameters(
      paramLabel = "DIR",
      arity = "0..1",
      defaultValue = "",
      description = "The directory of the definitions (default: that of --alarms-dir).")
  private String given = "";

  @Override
  int run() {
    Path directory = given.isEmpty() ? directory() : path(given);
    try {
      List<AlarmDefinition> definitions = DefinitionLoader.loadWithOptional(directory);
      List<Fault> faults = Lint.check(directory, definitions);
      faults.forEach(fault -> out().println(fault));
      if (faults.isEmpty()) {
        out().println(definitions.size() + " alarms, no fault");
      }
      return faults.isEmpty() ? DONE : FAILED;
    } catch (InvalidDefinitionException e) {
      e.faults().forEach(fault -> out().println(fault));
      return FAILED;
    }
  }
}
