/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.yaml.Durations;
import dev.runwatch.alarms.yaml.Faults;
import dev.runwatch.alarms.yaml.MappingReader;
import dev.runwatch.alarms.yaml.Node;
import dev.runwatch.alarms.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the known differences between Prometheus and CloudWatch. */
public final class Differences {

  /** The file in the directory of the alarms. */
  public static final String FILE = "export/prometheus.yaml";

  private Differences() {}

  /**
   * The differences that the directory of the alarms lists; none without the file.
   *
   * @throws InvalidDefinitionException with the faults of the file
   */
  public static List<Difference> read(Path directory) {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return List.of();
    }
    Faults faults = new Faults(file.toString());
    List<Difference> differences = new ArrayList<>();
    Optional<MappingReader> top =
        YamlReader.read(file, YamlReader.DEFINITION_BYTES, faults)
            .flatMap(node -> MappingReader.of(node, "", faults));
    if (top.isPresent()) {
      List<Node> items = top.get().items("differences");
      for (int i = 0; i < items.size(); i++) {
        MappingReader.of(items.get(i), "differences[" + i + "]", faults)
            .flatMap(Differences::difference)
            .ifPresent(differences::add);
      }
      top.get().refuseOthers();
    }
    if (!faults.none()) {
      throw new InvalidDefinitionException(faults.all());
    }
    return List.copyOf(differences);
  }

  private static Optional<Difference> difference(MappingReader fields) {
    Optional<Duration> from = time(fields, "from");
    Optional<Duration> to = time(fields, "to");
    Optional<Boolean> firing = fields.bool("firing");
    Optional<Difference> difference =
        from.isEmpty() || to.isEmpty() || firing.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Difference(
                    fields.text("scenario").orElse(""),
                    fields.text("case").orElse(""),
                    fields.text("alarm").orElse(""),
                    from.get(),
                    to.get(),
                    firing.get(),
                    fields.text("reason").orElse("")));
    fields.refuseOthers();
    return difference;
  }

  private static Optional<Duration> time(MappingReader fields, String key) {
    Optional<Duration> time = fields.text(key).flatMap(Durations::parse);
    if (time.isEmpty()) {
      fields.fault(key, "it is no time", "write minutes, such as  4m");
    }
    return time;
  }
}
