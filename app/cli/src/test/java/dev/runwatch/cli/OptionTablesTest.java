/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The tables of options in README.md, held against the command line. */
final class OptionTablesTest {

  private static final Pattern HEAD = Pattern.compile("\\| option of `?(\\w+)`? \\|.*");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Set<String> OF_EVERY_COMMAND = Set.of("--help", "--version");

  @ParameterizedTest
  @ValueSource(strings = {"local", "coordinator", "runner"})
  void theReadmeHasEveryOptionOfAServiceAndNoOther(String command) throws IOException {
    assertThat(documented(command).keySet())
        .as("README.md, options of %s", command)
        .containsExactlyInAnyOrderElementsOf(options(command).keySet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "coordinator", "runner"})
  void theReadmeHasTheDefaultsThatTheHelpHas(String command) throws IOException {
    Map<String, OptionSpec> options = options(command);
    documented(command)
        .forEach(
            (option, value) -> {
              if (!value.isEmpty() && options.containsKey(option)) {
                assertThat(String.join(" ", options.get(option).description()))
                    .as("README.md, default of %s of %s", option, command)
                    .containsAnyOf("default: " + value, "use " + value + " when none is given");
              }
            });
  }

  @Test
  void allThreeTablesAndTheOneOfBothServicesAreRead() throws IOException {
    assertThat(tables().keySet()).containsExactly("local", "coordinator", "runner", "both");
  }

  /** The options of a command by name, without those that every command has. */
  private static Map<String, OptionSpec> options(String command) {
    CommandSpec spec =
        Main.commandLine(name -> null).getSubcommands().get(command).getCommandSpec();
    return spec.options().stream()
        .filter(option -> !OF_EVERY_COMMAND.contains(option.longestName()))
        .collect(Collectors.toMap(OptionSpec::longestName, option -> option));
  }

  /** Each documented option of a command with its default, or an empty text if none is literal. */
  private static Map<String, String> documented(String command) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(tables().get(command));
    if (!command.equals("local")) {
      all.putAll(tables().get("both"));
    }
    return all;
  }

  private static Map<String, Map<String, String>> tables() throws IOException {
    Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    @Nullable Map<String, String> table = null;
    for (String line : Files.readAllLines(Repository.root().resolve("README.md"))) {
      Matcher head = HEAD.matcher(line);
      if (head.matches()) {
        table = new LinkedHashMap<>();
        tables.put(head.group(1), table);
      } else if (!line.startsWith("|")) {
        table = null;
      } else if (table != null && line.startsWith("| `--")) {
        read(line, table);
      }
    }
    return tables;
  }

  private static void read(String row, Map<String, String> into) {
    String[] cells = row.split("\\|", -1);
    List<String> names = code(cells[1]);
    List<String> defaults = code(cells[2]);
    for (int i = 0; i < names.size(); i++) {
      into.put(names.get(i), defaults.size() == names.size() ? defaults.get(i) : "");
    }
  }

  private static List<String> code(String cell) {
    List<String> found = new ArrayList<>();
    Matcher spans = CODE.matcher(cell);
    while (spans.find()) {
      found.add(spans.group(1));
    }
    return found;
  }
}
