/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.cloudwatch.RunwatchCloudWatchConfig;
import dev.runwatch.cloudwatch.RunwatchCloudWatchRegistry;
import dev.runwatch.emulator.EmbeddedCloudWatch;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.metrics.Environment;
import io.micrometer.core.instrument.MockClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.ParameterException;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;

/** Everything that takes a namespace takes the same ones. */
final class NamespaceAgreementTest {

  private static final EmbeddedCloudWatch CLOUD_WATCH =
      new EmbeddedCloudWatch(new MetricStore(Duration.ofMinutes(1)), Clock.systemUTC());

  @TempDir private Path directory;

  static Stream<Arguments> namespaces() {
    return Stream.of(
        Arguments.of("Runwatch", true),
        Arguments.of("Shop:Runs", true),
        Arguments.of("My App", true),
        Arguments.of("a,b", true),
        Arguments.of(" padded ", true),
        Arguments.of("none", true),
        Arguments.of("say \"${x}\" \\ or #", true),
        Arguments.of("n".repeat(255), true),
        Arguments.of("n".repeat(256), false),
        Arguments.of("AWS/x", false),
        Arguments.of(":Runs", false),
        Arguments.of("", false),
        Arguments.of("  ", false),
        Arguments.of("a\tb", false),
        Arguments.of("a\nb", false),
        Arguments.of("a\u007fb", false),
        Arguments.of("Läufe", false));
  }

  @ParameterizedTest
  @MethodSource("namespaces")
  void registryCommandLineEnvironmentFileAndEmulatorTakeTheSameNamespaces(
      String namespace, boolean legal) {
    assertThat(
            Map.of(
                "registry", takes(this::registry, namespace),
                "coordinator", takes(it -> commandLine(it, "coordinator"), namespace),
                "runner", takes(it -> commandLine(it, "runner"), namespace),
                "backtest", takes(it -> commandLine(it, "alarms", "backtest", "x"), namespace),
                "environment file", takes(this::environmentFile, namespace),
                "override", takes(this::override, namespace),
                "emulator", takes(this::emulator, namespace)))
        .allSatisfy((who, answer) -> assertThat(answer).as(who).isEqualTo(legal));
  }

  private static boolean takes(Consumer<String> user, String namespace) {
    try {
      user.accept(namespace);
      return true;
    } catch (ParameterException | IllegalArgumentException | InvalidDefinitionException e) {
      assertThat(e).hasMessageContaining("namespace");
      return false;
    } catch (CompletionException e) {
      assertThat(e).hasCauseInstanceOf(CloudWatchException.class);
      return false;
    }
  }

  private void registry(String namespace) {
    RunwatchCloudWatchConfig config =
        new RunwatchCloudWatchConfig() {
          @Override
          public @Nullable String get(String key) {
            return null;
          }

          @Override
          public String namespace() {
            return namespace;
          }

          @Override
          public boolean enabled() {
            return false;
          }
        };
    new RunwatchCloudWatchRegistry(config, new MockClock(), CLOUD_WATCH).close();
  }

  private static void commandLine(String namespace, String... command) {
    Main.commandLine()
        .parseArgs(
            Stream.concat(Stream.of(command), Stream.of("--namespace", namespace))
                .toArray(String[]::new));
  }

  private void environmentFile(String namespace) {
    StringBuilder quoted = new StringBuilder();
    namespace.chars().forEach(c -> quoted.append(String.format(Locale.ROOT, "\\u%04x", c)));
    settings("mail: none\nnamespace: \"" + quoted + "\"\n", Map.of(), namespace);
  }

  private void override(String namespace) {
    settings("mail: none\n", Map.of("namespace", namespace), namespace);
  }

  private void settings(String file, Map<String, String> overrides, String expected) {
    try {
      Files.writeString(directory.resolve("prod.yaml"), file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    assertThat(
            EnvironmentSettings.load(directory, new Environment("prod"), List.of(), overrides)
                .namespace())
        .isEqualTo(expected);
  }

  private void emulator(String namespace) {
    MetricDatum datum = MetricDatum.builder().metricName("runs").value(1.0).build();
    CLOUD_WATCH.putMetricData(request -> request.namespace(namespace).metricData(datum)).join();
  }
}
