/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** Commands in processes with other locales, whose numbers and letters differ. */
final class LocaleTest {

  private static final String[][] COMMANDS = {
    {"metrics", "--instances", "1000"},
    {"alarms", "lint"},
    {"alarms", "explain", "high-failure-rate"},
    {"alarms", "backtest", "no-online-runners", "--input", "history.json"},
    {"alarms", "backtest", "no-online-runners", "--input", "history.json", "--format", "json"},
    {"alarms", "math", "--expression", "m1 * 1000.5", "--cases", "cases.jsonl"},
    {"coordinator", "--step", "1234567ms"},
    {"verify", "--environment", "PROD_I"}
  };

  @TempDir private static Path folder;
  private static String english = "";

  /** Runs every command in one process, each with its status. */
  static final class AllCommands {

    public static void main(String[] args) {
      for (String[] command : COMMANDS) {
        CommandLine main = Main.commandLine(variable -> null);
        main.setErr(main.getOut());
        int status = main.execute(command);
        main.getOut().println("status " + status);
        main.getOut().flush();
      }
    }
  }

  @BeforeAll
  static void runInEnglish() throws IOException {
    String points =
        IntStream.range(0, 3_000)
            .mapToObj(i -> String.valueOf(i % 100))
            .collect(Collectors.joining(","));
    Files.writeString(
        folder.resolve("history.json"),
        "{\"start\":\"2026-01-05T00:00:00Z\",\"period\":60,\"series\":{\"m1\":[" + points + "]}}");
    Files.writeString(folder.resolve("cases.jsonl"), "{\"m1\":[1.5,2.25,1234567.125]}");
    english = output("en", "US", AllCommands.class);
    assertThat(english).contains("43,800,000", "3,000 data points", "status 0", "status 2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"de-DE", "tr-TR", "ar-EG", "hi-IN"})
  void outputIsTheSameInEveryLocale(String locale) {
    assertThat(
            output(locale.substring(0, 2), locale.substring(3), AllCommands.class).lines().toList())
        .isEqualTo(english.lines().toList());
  }

  /** Picocli sorts options by the lower case of the locale, and a Turkish I has one of its own. */
  @Test
  void helpListsItsOptionsInTheSameOrderInEveryLocale() {
    assertThat(output("tr", "TR", Main.class, "coordinator", "--help"))
        .contains("--insecure")
        .isEqualTo(output("en", "US", Main.class, "coordinator", "--help"));
  }

  private static String output(
      String language, String country, Class<?> program, String... arguments) {
    List<String> java =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Duser.language=" + language,
                "-Duser.country=" + country,
                "-Drunwatch.home=" + Repository.root(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    java.addAll(List.of(arguments));
    try (Launched launched = Launched.start(folder, Map.of(), java)) {
      assertThat(launched.awaitEnd(Duration.ofMinutes(3))).as(launched.err()).isZero();
      return launched.out();
    }
  }
}
