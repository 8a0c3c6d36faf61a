/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.math.MathException;
import dev.runwatch.alarms.yaml.YamlFolder;
import dev.runwatch.cli.account.AwsErrors;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** Output and error handling of the subcommands; unusable input is reported in one line. */
@Command(mixinStandardHelpOptions = true)
abstract class Subcommand implements Callable<Integer> {

  static final int DONE = 0;
  static final int FAILED = 1;
  static final int REFUSED = 2;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @ParentCommand
  private AlarmsCommand parent;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  /** Does the work. */
  abstract int run();

  @Override
  public final Integer call() {
    try {
      return run();
    } catch (InvalidDefinitionException e) {
      e.faults().forEach(fault -> err().println(fault));
    } catch (InputException | MathException e) {
      err().println(e.getMessage());
    } catch (SdkException e) {
      err().println(AwsErrors.reason(e));
    } finally {
      out().flush();
      err().flush();
    }
    return REFUSED;
  }

  final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  final Path directory() {
    return parent.directory;
  }

  /** All definitions of the directory, the optional ones too. */
  final List<AlarmDefinition> definitions() {
    return DefinitionLoader.loadWithOptional(directory());
  }

  /** Reads one alarm by its name, or by the path of its definition. */
  final AlarmDefinition definition(String nameOrFile) {
    Path path = path(nameOrFile);
    if (YamlFolder.hasName(path) || nameOrFile.endsWith(".json")) {
      return DefinitionLoader.loadAny(path);
    }
    return DefinitionLoader.load(
        DefinitionLoader.find(directory(), nameOrFile).orElseThrow(() -> unknown(nameOrFile)));
  }

  private InputException unknown(String name) {
    List<String> names = definitions().stream().map(AlarmDefinition::name).toList();
    return new InputException(
        "'" + name + "' is not an alarm; the alarms are " + String.join(", ", names));
  }

  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InputException("'" + text + "' is not a path");
    }
  }
}
