/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cli.account.EnvironmentOptions;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** One name for the environment: --environment, --env and RUNWATCH_ENVIRONMENT. */
final class EnvironmentOptionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "verify",
        "drill queue-backing-up",
        "mute 30m --reason deploy",
        "unmute",
        "mutes",
        "conformance",
        "alarms backtest queue-backing-up"
      })
  void aCommandThatLooksAtAnAccountDoesNotGuessItsEnvironment(String command) {
    StringWriter err = new StringWriter();
    CommandLine main = Main.commandLine(variable -> null);
    main.setErr(new PrintWriter(err, true));
    assertThat(main.execute(command.split(" "))).isEqualTo(2);
    assertThat(err.toString().lines())
        .singleElement()
        .asString()
        .contains(
            "no environment is set: add --environment NAME, or set RUNWATCH_ENVIRONMENT",
            "runwatch " + command.split(" ")[0]);
  }

  @ParameterizedTest
  @CsvSource({
    "verify, --environment=staging, prod",
    "verify, --env=staging, prod",
    "verify, '', staging",
    "mute 30m --reason deploy, --env=staging, prod",
    "unmute, '', staging",
    "drill queue-backing-up, --environment=staging, ''",
  })
  void theEnvironmentIsTheOptionsOrElseTheVariables(
      String command, String option, String variable) {
    CommandLine main =
        Main.commandLine(name -> name.equals("RUNWATCH_ENVIRONMENT") ? variable : null);
    String[] arguments =
        Stream.concat(Stream.of(command.split(" ")), Stream.of(option))
            .filter(it -> !it.isEmpty())
            .toArray(String[]::new);
    CommandSpec spec = main.parseArgs(arguments).subcommand().commandSpec();
    assertThat(((EnvironmentOptions) spec.mixins().get("environment").userObject()).name())
        .isEqualTo("staging");
  }

  @Test
  void servicesUseDevUnlessTheyAreToldAnother() {
    assertThat(service(null)).isEqualTo("dev");
    assertThat(service("prod")).isEqualTo("prod");
    assertThat(service("prod", "--env", "staging")).isEqualTo("staging");
  }

  private static String service(String variable, String... options) {
    CommandLine main =
        Main.commandLine(name -> name.equals("RUNWATCH_ENVIRONMENT") ? variable : null);
    String[] arguments =
        Stream.concat(Stream.of("coordinator"), Stream.of(options)).toArray(String[]::new);
    CommandSpec spec = main.parseArgs(arguments).subcommand().commandSpec();
    return ((ServiceOptions) spec.mixins().get("service").userObject()).environment().name();
  }

  @Test
  void everyCommandThatHasAnEnvironmentHasItUnderBothNames() {
    List<String> odd =
        commands(Main.commandLine())
            .flatMap(command -> command.getCommandSpec().options().stream())
            .filter(
                option -> List.of(option.names()).stream().anyMatch(it -> it.startsWith("--env")))
            .filter(option -> !List.of(option.names()).equals(List.of("--environment", "--env")))
            .map(Object::toString)
            .toList();
    assertThat(odd).isEmpty();
  }

  private static Stream<CommandLine> commands(CommandLine command) {
    return Stream.concat(
        Stream.of(command),
        command.getSubcommands().values().stream().flatMap(EnvironmentOptionTest::commands));
  }
}
