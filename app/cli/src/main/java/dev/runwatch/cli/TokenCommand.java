/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.coordinator.access.Role;
import dev.runwatch.coordinator.access.Token;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The subcommand {@code token}. */
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = {
      "Make a token for a coordinator that runs with --tokens.",
      "",
      "The first line is the token. It is shown once: give it to its holder. The second line, which"
          + " has only a hash, belongs in the tokens file."
    })
final class TokenCommand implements Runnable {

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "ROLE",
      description = "What the holder can do: client, runner, metrics or admin.")
  private String role = "";

  @Parameters(
      index = "1",
      paramLabel = "NAME",
      description =
          "The holder: 1 to 64 of A-Z a-z 0-9 . _ -. A runner belongs to the name that registered"
              + " it. Two tokens can share a name, so that one can replace the other.")
  private String name = "";

  @Override
  public void run() {
    Role known = Role.ofWireName(role).orElseThrow(() -> refused("ROLE", role, Role.wireNames()));
    if (!Token.isName(name)) {
      throw refused("NAME", name, "1 to 64 of A-Z a-z 0-9 . _ -");
    }
    String secret = Token.newSecret();
    PrintWriter out = spec.commandLine().getOut();
    out.println(secret);
    out.println(new Token(known, name, Token.hash(secret)).line());
    out.flush();
  }

  private ParameterException refused(String parameter, String value, String allowed) {
    return new ParameterException(
        spec.commandLine(),
        "Invalid value for " + parameter + ": '" + value + "' is not allowed; allowed: " + allowed);
  }
}
