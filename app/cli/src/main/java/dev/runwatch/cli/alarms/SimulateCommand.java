/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.simulation.Characteristic;
import dev.runwatch.alarms.simulation.ModelReader;
import dev.runwatch.alarms.simulation.Plot;
import dev.runwatch.alarms.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code alarms simulate}: how often an alarm notifies in vain, and how soon in earnest. */
@Command(
    name = "simulate",
    description = {
      "Show how often an alarm notifies on a simulated platform, and how soon it notices a change.",
      "A model file says what is simulated; the same seed gives the same result."
    })
final class SimulateCommand extends Subcommand {

  private static final long MOST_MINUTES = 1_000_000_000;
  private static final int MOST_TRIALS = 1_000_000;

  /** How results are written. */
  enum Format {
    table,
    json
  }

  @Parameters(paramLabel = "ALARM", description = "The name of an alarm, or a definition file.")
  private String alarm = "";

  @Option(
      names = "--model",
      paramLabel = "FILE",
      defaultValue = "",
      description = "The model (default: models/ALARM.yaml in the folder of the definition).")
  private String model = "";

  @Option(
      names = "--minutes",
      paramLabel = "N",
      defaultValue = "1000000",
      description = "The minutes of each rate (default: ${DEFAULT-VALUE}).")
  private long minutes;

  @Option(
      names = "--trials",
      paramLabel = "N",
      defaultValue = "1000",
      description = "The trials of each step (default: ${DEFAULT-VALUE}).")
  private int trials;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The seed of the random numbers (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--format",
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.table;

  @Option(
      names = "--plot",
      paramLabel = "FILE",
      defaultValue = "",
      description = "Also draw the results into this SVG file.")
  private String plot = "";

  @Override
  int run() {
    within("--minutes", minutes, MOST_MINUTES);
    within("--trials", trials, MOST_TRIALS);
    AlarmDefinition definition = definition(alarm);
    Path file =
        model.isEmpty() ? models(definition).resolve(definition.name() + ".yaml") : path(model);
    Simulation simulation;
    try {
      simulation = new Simulation(definition, ModelReader.read(file), minutes, trials, seed);
    } catch (IllegalArgumentException e) {
      throw new InputException(definition.name() + ": " + e.getMessage());
    }
    Characteristic result = simulation.run();
    SimulationReport report = new SimulationReport(result);
    out().println(format == Format.json ? report.json() : report.table());
    if (!plot.isEmpty()) {
      write(path(plot), Plot.svg(result));
    }
    return DONE;
  }

  private Path models(AlarmDefinition definition) {
    Path folder =
        definition.optional() ? directory().resolve(DefinitionLoader.OPTIONAL) : directory();
    return folder.resolve("models");
  }

  private static void within(String option, long value, long most) {
    if (value < 1 || value > most) {
      throw new InputException(option + ": " + value + " is not a number from 1 to " + most);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new InputException("--plot: " + file + " cannot be written");
    }
  }
}
