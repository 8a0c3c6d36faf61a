/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cli.account.EnvironmentOptions;
import dev.runwatch.environments.ExpectedEnvironment;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * A service takes an environment exactly when it can be deployed; SynthesisTest has the stack's
 * half.
 */
final class EnvironmentAgreementTest {

  @TempDir private Path home;
  private String formerHome = "";

  @BeforeEach
  void useAnotherHome() throws IOException {
    formerHome = System.getProperty("runwatch.home", "");
    System.setProperty("runwatch.home", home.toString());
    Files.createSymbolicLink(home.resolve("alarms"), Repository.root().resolve("alarms"));
    Files.createDirectories(home.resolve("infra/cdk/environments"));
  }

  @AfterEach
  void useTheFormerHome() {
    if (formerHome.isEmpty()) {
      System.clearProperty("runwatch.home");
    } else {
      System.setProperty("runwatch.home", formerHome);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.runwatch.testing.EnvironmentNames#table")
  void servicesAndVerifyTakeTheSameEnvironments(String name, boolean legal) throws IOException {
    Files.writeString(
        home.resolve("infra/cdk/environments").resolve(name + ".yaml"), "mail: none\n");
    assertThat(service("coordinator", name)).as("coordinator").isEqualTo(legal);
    assertThat(service("runner", name)).as("runner").isEqualTo(legal);
    assertThat(verify(name)).as("verify").isEqualTo(legal);
  }

  private static boolean service(String command, String name) {
    return takes(() -> Main.commandLine().parseArgs(command, "--environment=" + name));
  }

  private static boolean verify(String name) {
    return takes(
        () -> {
          CommandSpec verify =
              Main.commandLine()
                  .parseArgs("verify", "--environment=" + name)
                  .subcommand()
                  .commandSpec();
          EnvironmentOptions options =
              (EnvironmentOptions) verify.mixins().get("environment").userObject();
          ExpectedEnvironment expected = options.read();
          assertThat(expected.settings().stackName()).isEqualTo("runwatch-" + name);
        });
  }

  private static boolean takes(Runnable command) {
    try {
      command.run();
      return true;
    } catch (ParameterException e) {
      assertThat(e)
          .hasMessageContaining("1 to 32 of A-Z a-z 0-9 and -, the first a letter or digit");
      return false;
    }
  }
}
