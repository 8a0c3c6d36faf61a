/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.common.BuildInfo;
import dev.runwatch.testing.Launched;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts that launch a JVM. */
final class LauncherIT {

  private static final Duration LONG = Duration.ofMinutes(2);

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "JAVA_TOOL_OPTIONS, -Duser.home=/tmp",
    "JAVA_TOOL_OPTIONS, -XX:+UseParallelGC",
    "JDK_JAVA_OPTIONS, -XX:+UseG1GC",
    "RUNWATCH_JAVA_OPTIONS, -XX:+UseG1GC",
    "RUNWATCH_JAVA_OPTIONS, -Xmx64m -Dwith=*"
  })
  void theVersionIsPrintedWhateverTheVariablesForTheJvmSay(String variable, String value) {
    try (Launched launched = launch(Map.of(variable, value), "runwatch", "--version")) {
      assertThat(launched.awaitEnd(LONG)).as(launched.err()).isZero();
      BuildInfo build = BuildInfo.current();
      assertThat(launched.out())
          .isEqualTo("runwatch %s (commit %s)%n".formatted(build.version(), build.commit()));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "coordinator", "runner"})
  void aServiceHasTheDefaultsOfTheJvmAndEndsWhenMemoryRunsOut(String service) {
    assertThat(jvmOptions(Map.of(), service))
        .contains("-XX:+ExitOnOutOfMemoryError")
        .noneMatch(option -> option.contains("TieredStopAtLevel") || option.endsWith("GC"));
  }

  @Test
  void aShortCommandStartsFast() {
    assertThat(jvmOptions(Map.of(), "--version"))
        .contains("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");
  }

  @Test
  void theOptionsOfTheUserComeAfterThoseOfTheLauncherAndMayChooseACollector() {
    Map<String, String> chosen =
        Map.of("RUNWATCH_JAVA_OPTIONS", "-XX:+UseG1GC -XX:TieredStopAtLevel=4");
    assertThat(jvmOptions(chosen, "--version"))
        .containsSubsequence("-XX:TieredStopAtLevel=1", "-XX:+UseG1GC", "-XX:TieredStopAtLevel=4")
        .doesNotContain("-XX:+UseSerialGC");
  }

  @Test
  void anOldJavaIsRefusedWithItsVersion() throws Exception {
    Path old = javaThat("echo 'openjdk version \"11.0.2\" 2019-01-15' >&2");
    // The check runs before a build only, so the app is asked where it was never built.
    try (Launched launched = launchCopy(Map.of("JAVA_HOME", old.toString()))) {
      assertThat(launched.awaitEnd(LONG)).isEqualTo(1);
      assertThat(launched.err())
          .contains("is version 11; install a JDK, version 17 or newer, or set JAVA_HOME to one");
    }
  }

  @Test
  void aNewJavaIsRecognisedBehindTheLineThatJavaToolOptionsMakesItPrint() throws Exception {
    Path chatty =
        javaThat(
            "echo 'Picked up JAVA_TOOL_OPTIONS: -Dversion=\"8\"' >&2;"
                + " echo 'openjdk version \"25\" 2025-09-16' >&2");
    try (Launched launched = launchCopy(Map.of("JAVA_HOME", chatty.toString()))) {
      assertThat(launched.awaitEnd(LONG)).isEqualTo(1);
      assertThat(launched.err()).contains("runwatch: building").doesNotContain("is version");
    }
  }

  /** The options that the launcher gives to the JVM, by a program that prints its arguments. */
  private List<String> jvmOptions(Map<String, String> environment, String argument) {
    Path home = javaThat("printf '%s\\n' \"$@\"");
    Map<String, String> all = new HashMap<>(environment);
    all.put("JAVA_HOME", home.toString());
    try (Launched launched = launch(all, "runwatch", argument)) {
      assertThat(launched.awaitEnd(LONG)).as(launched.err()).isZero();
      return launched.out().lines().toList();
    }
  }

  private Path javaThat(String script) {
    try {
      Path home = Files.createTempDirectory(folder, "jdk");
      Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
      Files.writeString(java, "#!/bin/sh\n" + script + "\n");
      Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Launched launch(Map<String, String> environment, String script, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Repository.root().resolve(script).toString());
    command.addAll(List.of(arguments));
    return Launched.start(folder, environment, command);
  }

  /** The launcher in a folder without any sources or build. */
  private Launched launchCopy(Map<String, String> environment) throws IOException {
    Path home = Files.createDirectories(folder.resolve("copy/app")).getParent();
    for (String file : List.of("runwatch", "app/launcher.sh")) {
      Files.copy(Repository.root().resolve(file), home.resolve(file));
    }
    return Launched.start(
        folder, environment, List.of("/bin/sh", home.resolve("runwatch").toString(), "--version"));
  }
}
