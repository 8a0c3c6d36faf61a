/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.yaml.Faults;
import dev.runwatch.alarms.yaml.MappingReader;
import dev.runwatch.alarms.yaml.Node;
import dev.runwatch.alarms.yaml.Numbers;
import dev.runwatch.alarms.yaml.Suggestions;
import dev.runwatch.alarms.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reads model files. */
public final class ModelReader {

  private static final int MAX_VALUES = 50;

  private ModelReader() {}

  /** The values of one parameter. */
  private record Values(Parameter parameter, List<Double> values) {}

  /**
   * Reads a model file.
   *
   * @throws InvalidDefinitionException with all its faults
   */
  public static Model read(Path file) {
    Faults faults = new Faults(file.toString());
    Optional<Model> model =
        YamlReader.read(file, YamlReader.DEFINITION_BYTES, faults)
            .flatMap(node -> MappingReader.of(node, "", faults))
            .flatMap(ModelReader::model);
    if (model.isEmpty() || !faults.none()) {
      throw new InvalidDefinitionException(faults.all());
    }
    return model.get();
  }

  private static Optional<Model> model(MappingReader fields) {
    Conditions base = Conditions.DEFAULT;
    Optional<MappingReader> given = fields.fields("base");
    if (given.isPresent()) {
      for (String key : given.get().keys()) {
        Optional<Parameter> parameter = parameter(given.get(), key);
        OptionalDouble value = given.get().number(key);
        if (parameter.isPresent() && value.isPresent()) {
          base = base.with(parameter.get(), within(given.get(), key, value.getAsDouble()));
        }
      }
    }
    Optional<Values> groups = values(fields, "groups");
    Optional<Values> steady = values(fields, "steady");
    Optional<Values> steps = values(fields, "steps");
    fields.refuseOthers();
    Optional<Values> varied = steady.or(() -> steps);
    if (varied.isEmpty()) {
      fields.fault("steady", "there is nothing to try", "write  steady: {failure_rate: [0.05]}");
      return Optional.empty();
    }
    if (steps.isPresent() && steps.get().parameter() != varied.get().parameter()) {
      fields.fault(
          "steps",
          "it varies " + steps.get().parameter().word() + " and steady another parameter",
          "vary " + varied.get().parameter().word());
    }
    Parameter across = groups.map(Values::parameter).orElse(Parameter.RUNS_PER_MINUTE);
    return Optional.of(
        new Model(
            base,
            across,
            groups.map(Values::values).orElse(List.of(base.get(across))),
            varied.get().parameter(),
            steady.map(Values::values).orElse(List.of()),
            steps.map(Values::values).orElse(List.of())));
  }

  private static Optional<Values> values(MappingReader fields, String key) {
    Optional<MappingReader> given = fields.fields(key);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    List<String> keys = List.copyOf(given.get().keys());
    if (keys.size() != 1) {
      fields.fault(key, "it does not name one parameter", "write  failure_rate: [0.05, 0.1]");
      return Optional.empty();
    }
    String name = keys.get(0);
    List<Double> values = new ArrayList<>();
    for (Node item : given.get().items(name)) {
      OptionalDouble number =
          item instanceof Node.Scalar scalar
              ? Numbers.parse(scalar.text())
              : OptionalDouble.empty();
      if (number.isPresent()) {
        values.add(within(given.get(), name, number.getAsDouble()));
      } else {
        given.get().fault(name, "an entry is not a number", "write a number");
      }
    }
    if (values.isEmpty() || values.size() > MAX_VALUES) {
      given.get().fault(name, "it has " + values.size() + " values", "give 1 to " + MAX_VALUES);
    }
    return parameter(given.get(), name).map(parameter -> new Values(parameter, values));
  }

  private static Optional<Parameter> parameter(MappingReader fields, String key) {
    Optional<Parameter> found = find(key);
    if (found.isEmpty()) {
      List<String> words = Arrays.stream(Parameter.values()).map(Parameter::word).toList();
      fields.fault(
          key,
          "it is not a parameter",
          Suggestions.nearest(key, words)
              .map(near -> "did you mean " + near + "?")
              .orElse("write one of " + String.join(", ", words)));
    }
    return found;
  }

  private static double within(MappingReader fields, String key, double value) {
    Parameter parameter = find(key).orElse(Parameter.RUNS_PER_MINUTE);
    if (value < parameter.least || value > parameter.most) {
      fields.fault(
          key,
          Numbers.format(value) + " is out of range",
          String.format(
              Locale.ROOT,
              "write a number from %s to %s",
              Numbers.format(parameter.least),
              Numbers.format(parameter.most)));
    }
    return value;
  }

  private static Optional<Parameter> find(String word) {
    return Arrays.stream(Parameter.values()).filter(p -> p.word().equals(word)).findFirst();
  }
}
