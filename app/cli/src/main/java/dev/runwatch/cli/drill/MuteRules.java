/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import dev.runwatch.cli.account.AwsErrors;
import dev.runwatch.environments.ExpectedEnvironment;
import picocli.CommandLine.Model.CommandSpec;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** The alarm mute rule of an environment. */
final class MuteRules {

  private static final int FAILED = 1;
  private static final int REFUSED = 2;

  private MuteRules() {}

  /** One rule for an environment, so that a second mute replaces the first. */
  static String name(ExpectedEnvironment deployed) {
    return deployed.settings().muteRulePrefix() + "all";
  }

  /** Calls AWS; prints one line when AWS refuses. */
  static int call(CommandSpec spec, Runnable action) {
    String command = "runwatch " + spec.name() + ": ";
    try {
      action.run();
      return 0;
    } catch (AwsServiceException e) {
      String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
      boolean unknown =
          e.statusCode() == 404
              || e.statusCode() == 501
              || AwsErrors.reason(e).contains("unknown operation")
              || String.valueOf(code).matches("UnknownOperation.*|InvalidAction.*");
      spec.commandLine()
          .getErr()
          .println(
              command
                  + (unknown ? "this endpoint does not support alarm mute rules: " : "")
                  + AwsErrors.reason(e));
      return FAILED;
    } catch (SdkException e) {
      spec.commandLine().getErr().println(command + AwsErrors.reason(e));
      return REFUSED;
    }
  }
}
