/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.evaluation.AlarmMonitor;
import dev.runwatch.alarms.yaml.Durations;
import dev.runwatch.alarms.yaml.Faults;
import dev.runwatch.alarms.yaml.MappingReader;
import dev.runwatch.alarms.yaml.Node;
import dev.runwatch.alarms.yaml.YamlReader;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads scenario files. */
public final class ScenarioReader {

  /** The default start of a case: a Monday at midnight, for the functions of time. */
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");

  private static final int MAX_STEP_DAYS = 7;

  private final List<AlarmDefinition> known;
  private final Faults faults;

  private ScenarioReader(List<AlarmDefinition> known, Faults faults) {
    this.known = known;
    this.faults = faults;
  }

  /**
   * Reads a scenario file.
   *
   * @param file the file
   * @param known the alarms that it may name
   * @throws InvalidDefinitionException with all its faults
   */
  public static Scenario read(Path file, List<AlarmDefinition> known) {
    Faults faults = new Faults(file.toString());
    Optional<Scenario> scenario =
        YamlReader.read(file, YamlReader.SCENARIO_BYTES, faults)
            .flatMap(node -> new ScenarioReader(known, faults).scenario(node));
    if (scenario.isEmpty() || !faults.none()) {
      throw new InvalidDefinitionException(faults.all());
    }
    return scenario.get();
  }

  private Optional<Scenario> scenario(Node node) {
    Optional<MappingReader> found = MappingReader.of(node, "", faults);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    MappingReader fields = found.get();
    List<AlarmDefinition> alarms = alarms(fields);
    boolean several = fields.has("alarms");
    Duration step = step(fields, alarms);
    Instant start = start(fields);
    fields.require("cases", "write  cases:  and under it  - name: …");
    List<Node> items = fields.items("cases");
    fields.refuseOthers();
    if (alarms.isEmpty()) {
      return Optional.empty();
    }
    CaseReader reader = new CaseReader(alarms, several, step, faults);
    List<ScenarioCase> cases = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      reader.read(items.get(i), "cases[" + i + "]").ifPresent(cases::add);
    }
    if (items.isEmpty() && faults.none()) {
      fields.fault("cases", "it has no case", "write one");
    }
    return Optional.of(new Scenario(faults.file(), alarms, several, step, start, cases));
  }

  private List<AlarmDefinition> alarms(MappingReader fields) {
    long given = Stream.of("alarm", "alarms", "definition").filter(fields::has).count();
    if (given != 1) {
      fields.fault(
          "alarm",
          given == 0 ? "no alarm is named" : "more than one of alarm, alarms, definition is given",
          "give one of them");
    }
    List<AlarmDefinition> alarms = new ArrayList<>();
    fields.text("alarm").flatMap(name -> named(fields, "alarm", name)).ifPresent(alarms::add);
    for (Node item : fields.items("alarms")) {
      if (item instanceof Node.Scalar scalar) {
        named(fields, "alarms", scalar.text()).ifPresent(alarms::add);
      } else {
        fields.fault("alarms", "an entry is " + item.kind(), "write names of alarms");
      }
    }
    fields
        .node("definition")
        .flatMap(node -> DefinitionLoader.readAny("definition", node, faults))
        .ifPresent(alarms::add);
    if (alarms.stream().map(AlarmDefinition::name).distinct().count() < alarms.size()) {
      fields.fault("alarms", "an alarm is named twice", "name it once");
    }
    return alarms;
  }

  private Optional<AlarmDefinition> named(MappingReader fields, String key, String name) {
    Optional<AlarmDefinition> found =
        known.stream().filter(alarm -> alarm.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      fields.fault(
          key,
          "there is no alarm '" + name + "'",
          "write one of " + String.join(", ", known.stream().map(AlarmDefinition::name).toList()));
    }
    return found;
  }

  private static Duration step(MappingReader fields, List<AlarmDefinition> alarms) {
    Duration shortest =
        alarms.stream()
            .map(AlarmDefinition::period)
            .min(Duration::compareTo)
            .orElse(Duration.ofMinutes(1));
    Optional<String> text = fields.text("step");
    if (text.isEmpty()) {
      return shortest;
    }
    Optional<Duration> step = Durations.parse(text.get());
    if (step.isEmpty() || step.get().isZero() || step.get().toDays() > MAX_STEP_DAYS) {
      fields.fault("step", "'" + text.get() + "' is not a step", "write one such as 1m or 15m");
      return shortest;
    }
    for (AlarmDefinition alarm : alarms) {
      long cadence = AlarmMonitor.cadence(alarm).toSeconds();
      long seconds = step.get().toSeconds();
      if (cadence % seconds != 0 && seconds % cadence != 0) {
        fields.fault(
            "step",
            "'" + text.get() + "' does not fit the evaluation interval of " + alarm.name(),
            "write a multiple or a divisor of " + cadence + "s");
      }
    }
    return step.get();
  }

  private static Instant start(MappingReader fields) {
    Optional<String> text = fields.text("start");
    try {
      Instant start = text.map(Instant::parse).orElse(START);
      if (start.getEpochSecond() % 60 == 0 && start.getNano() == 0) {
        return start;
      }
    } catch (DateTimeException e) {
      // reported below
    }
    fields.fault(
        "start",
        "'" + text.orElse("") + "' is not the start of a minute",
        "write one such as 2026-01-05T09:00:00Z");
    return START;
  }
}
