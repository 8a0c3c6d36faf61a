/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.math.MathContext;
import dev.runwatch.alarms.math.MathException;
import dev.runwatch.alarms.math.MathExpression;
import dev.runwatch.alarms.math.Range;
import dev.runwatch.alarms.scenario.ScenarioReader;
import dev.runwatch.alarms.scenario.ScenarioRunner;
import dev.runwatch.alarms.yaml.Faults;
import dev.runwatch.alarms.yaml.YamlReader;
import dev.runwatch.testing.Fuzz;
import dev.runwatch.testing.Mutator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random YAML, expressions, definitions and scenarios end in a result or in an error that says what
 * is wrong: see {@link Fuzz}. Histories are read in {@code app/cli}, which has a test of its own.
 */
class FuzzTest {

  private static final List<String> YAML_PIECES =
      List.of(
          "{", "}", "[", "]", ": ", ", ", "- ", "\n", "  ", "\"", "'", "|", ">", "&a ", "*a", "#",
          "? ", "!!x ", "%YAML", "---", "...", "null", "~", "true", "1e999", "0x5", "_", "\t",
          "@@");

  private static final List<String> MATH_PIECES =
      List.of(
          "a",
          "b",
          "IF(",
          "FILL(",
          "SUM(",
          "MAX(",
          "METRICS()",
          "SORT(",
          "SLICE(",
          "RATE(",
          "REPEAT",
          "LINEAR",
          "AVG",
          "DESC",
          "(",
          ")",
          "[",
          "]",
          ",",
          "+",
          "-",
          "*",
          "/",
          "^",
          "==",
          ">=",
          "&&",
          " OR ",
          "1e308",
          "0",
          "-1",
          ".5",
          "\"a\"",
          "'",
          "PERIOD(a)",
          "HOUR(a)",
          "TIME_SERIES(",
          "FIRST(",
          "REMOVE_EMPTY(",
          "STDDEV(",
          "LOG(",
          "DIFF_TIME(");

  private static final String SCENARIO =
      """
      definition:
        Namespace: N
        MetricName: depth
        Statistic: Maximum
        Period: 60
        EvaluationPeriods: 2
        Threshold: 1
        ComparisonOperator: GreaterThanThreshold
        TreatMissingData: missing
      step: 30s
      cases:
        - name: c
          state: OK
          series: { depth: 3x5 0x5@90s _x2 1..5 }
          late: 30s
          samples: { depth: 1x9 }
          mute: { from: 1m, for: 2m }
          expect: { 2m: ALARM, 4m: OK }
          notify: [ { at: 2m, state: ALARM, severity: high } ]
      """;

  private static final List<String> SCENARIO_PIECES =
      List.of(
          "3x5",
          "x9",
          "_",
          "@90s",
          "@",
          "1..9",
          "9..1",
          "-1",
          "1e9",
          "1x99999",
          "{",
          "}",
          "[",
          "]",
          ": ",
          ", ",
          "\n",
          "  - ",
          "5m",
          "70d",
          "0s",
          "OK",
          "ALARM",
          "name",
          "series",
          "expect",
          "notify",
          "mute",
          "late",
          "samples",
          "step: 1s",
          "start: now",
          "for",
          "null");

  @TempDir private Path directory;

  @Test
  void yamlIsReadOrRefused() throws IOException {
    List<String> seeds = new ArrayList<>(List.of(SCENARIO));
    for (String name : Alarms.SPECIFIED) {
      seeds.add(Files.readString(Alarms.DIRECTORY.resolve(name + ".yaml")));
    }
    Fuzz.run(
        new Mutator(1, seeds, YAML_PIECES),
        input -> {
          Faults faults = new Faults("fuzz");
          if (YamlReader.parse(input, faults).isEmpty()) {
            assertThat(faults.none()).as("no fault tells why").isFalse();
          }
        });
  }

  @Test
  void expressionsAreEvaluatedOrRefused() {
    List<String> seeds =
        List.of(
            "IF(FILL(a, 0) >= 2, a/(a + b), 0)",
            "MIN([FILL(a, REPEAT), FILL(b, LINEAR)])",
            "SUM(SLICE(SORT(METRICS(), AVG, DESC), 0, 1)) ^ -2 + PERIOD(a)",
            "RATE(a) > 1 AND HOUR(b) == 3 || -a");
    Fuzz.run(
        new Mutator(2, seeds, MATH_PIECES),
        input -> {
          MathContext context = new MathContext(new Range(Instant.EPOCH, Duration.ofMinutes(1), 9));
          context.metric("a", new double[] {1, 0, Double.NaN, 4, -5, 6, 1e300, Double.NaN, 9});
          context.metric("b", new double[] {0, 0, 3, Double.NaN, 2, 2, -1e300, Double.NaN, 1});
          try {
            context.evaluate(MathExpression.parse(input));
          } catch (MathException e) {
            assertThat(e.getMessage()).isNotBlank();
          }
        });
  }

  @Test
  void definitionsAreLoadedOrRefused() throws IOException {
    List<String> seeds = new ArrayList<>();
    for (String name : Alarms.SPECIFIED) {
      seeds.add(Files.readString(Alarms.DIRECTORY.resolve(name + ".yaml")));
    }
    Path file = directory.resolve("alarm.yaml");
    Fuzz.run(
        new Mutator(3, seeds, YAML_PIECES),
        input -> {
          Files.writeString(file, input);
          try {
            AlarmDefinition loaded = DefinitionLoader.loadAny(file);
            assertThat(loaded.stats()).isNotEmpty();
          } catch (InvalidDefinitionException e) {
            assertThat(e.faults()).isNotEmpty();
          }
        });
  }

  @Test
  void scenariosAreRunOrRefused() {
    Path file = directory.resolve("scenario.yaml");
    Fuzz.run(
        new Mutator(4, List.of(SCENARIO), SCENARIO_PIECES),
        input -> {
          Files.writeString(file, input);
          try {
            new ScenarioRunner(ScenarioReader.read(file, List.of()))
                .run(result -> assertThat(result.name()).isNotNull());
          } catch (InvalidDefinitionException e) {
            assertThat(e.faults()).isNotEmpty();
          }
        });
  }
}
