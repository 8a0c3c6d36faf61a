/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.cli.Main;
import dev.runwatch.local.LocalPlatform;
import dev.runwatch.local.config.LocalConfig;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Every command that a document shows can be run as it is printed. */
final class DocumentedCommandsTest {

  private static final Map<String, String> VARIABLES = Map.of("RUNWATCH_ENVIRONMENT", "prod");

  @TempDir static Path folder;
  private static LocalPlatform platform;
  private static CurlCommands curl;

  @BeforeAll
  static void start() throws Exception {
    Duration minute = Duration.ofSeconds(2);
    platform =
        LocalPlatform.start(
            LocalConfig.builder(Repository.root())
                .port(0)
                .consolePort(0)
                .minute(minute)
                .dataDir(folder)
                .build());
    curl = new CurlCommands(platform.coordinator(), platform.console());
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  static List<DocumentedCommand> runwatchCommands() {
    return Documents.commands("./runwatch");
  }

  @ParameterizedTest
  @MethodSource("runwatchCommands")
  void aRunwatchCommandParsesWithOnlyTheEnvironmentSet(DocumentedCommand command) {
    CommandLine commandLine = Main.commandLine(VARIABLES::get);
    try {
      ParseResult parsed = commandLine.parseArgs(command.arguments(1).toArray(String[]::new));
      assertThat(unknownAlarms(parsed)).as("%s: alarms without a file", command).isEmpty();
    } catch (ParameterException e) {
      throw new AssertionError(command.place() + ": " + e.getMessage() + "\n  " + command, e);
    }
    assertThat(folderOf(command).resolve("runwatch")).as(command.toString()).exists();
  }

  static List<DocumentedCommand> cdkCommands() {
    return Documents.commands("npx", "cdk");
  }

  @ParameterizedTest
  @MethodSource("cdkCommands")
  void aCdkCommandHasKnownOptionsAndContextThatTheStackTakes(DocumentedCommand command) {
    noFault(command, CdkCommands.fault(command));
  }

  static List<DocumentedCommand> awsCommands() {
    return Documents.commands("aws");
  }

  @ParameterizedTest
  @MethodSource("awsCommands")
  void anAwsCommandHasAnOperationAndOptionsThatExist(DocumentedCommand command) {
    noFault(command, AwsCommands.fault(command));
  }

  static List<DocumentedCommand> curlCommands() {
    return Documents.commands("curl");
  }

  @ParameterizedTest
  @MethodSource("curlCommands")
  void aCurlCommandGetsAnAnswer(DocumentedCommand command)
      throws IOException, InterruptedException {
    noFault(command, curl.fault(command));
  }

  static List<DocumentedCommand> mavenCommands() {
    return Documents.commands("./mvnw");
  }

  @ParameterizedTest
  @MethodSource("mavenCommands")
  void aMavenCommandNamesModulesAndTestsThatExist(DocumentedCommand command) throws IOException {
    noFault(command, MavenCommands.fault(command));
  }

  @Test
  void ciRunsTheCommandsOfTheQuickStart() throws IOException {
    String ci = Files.readString(Repository.root().resolve(".ci/run"));
    List<DocumentedCommand> quickStart =
        MarkdownCommands.of(Path.of("README.md"), quickStart()).stream()
            .filter(it -> it.runs("./runwatch") || it.runs("./mvnw"))
            .toList();
    assertThat(quickStart).hasSizeGreaterThanOrEqualTo(2);
    assertThat(quickStart)
        .allSatisfy(command -> assertThat(ci).contains(String.join(" ", command.words())));
  }

  /** The first shell block of the README. */
  private static String quickStart() {
    String readme = Documents.text(Path.of("README.md"));
    int start = readme.indexOf("```sh");
    return readme.substring(start, readme.indexOf("```", start + 3) + 3);
  }

  private static void noFault(DocumentedCommand command, Optional<String> fault) {
    assertThat(fault.map(it -> command.place() + ": " + it + "\n  " + command)).isEmpty();
  }

  private static Path folderOf(DocumentedCommand command) {
    Path in = command.folder();
    return in == null ? Repository.root() : Repository.root().resolve(in);
  }

  private static Set<String> unknownAlarms(ParseResult parsed) {
    Set<String> known =
        DefinitionLoader.loadWithOptional(Repository.root().resolve("alarms")).stream()
            .map(AlarmDefinition::name)
            .collect(Collectors.toSet());
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    return last.matchedArgs().stream()
        .filter(argument -> argument.paramLabel().equals("ALARM"))
        .flatMap(argument -> argument.stringValues().stream())
        .filter(alarm -> !known.contains(alarm) && !alarm.equals("ALARM"))
        .collect(Collectors.toSet());
  }
}
