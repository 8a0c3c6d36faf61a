/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.cli.account.AwsErrors;
import dev.runwatch.cli.account.DeployedWith;
import dev.runwatch.cli.account.EnvironmentOptions;
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.environments.ExpectedEnvironment;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sns.SnsClient;

/** {@code ./runwatch verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Check what is deployed: stack, alarms, mute rules, dashboard, topics, subscriptions, metrics.",
      "The account and region are those of the AWS settings."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:nothing is red",
      "1:something is red",
      "2:wrong usage, or AWS cannot be reached or does not tell everything, and nothing is red"
    })
public final class VerifyCommand implements Callable<Integer> {

  private static final int REFUSED = 2;

  enum Format {
    TEXT,
    JSON
  }

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private EnvironmentOptions environment = new EnvironmentOptions();

  @Option(names = "--fix", description = "Subscribe recipients whose subscription is gone.")
  private boolean fix;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TEXT;

  @Override
  public Integer call() {
    ExpectedEnvironment ofFile = environment.read();
    Region region = environment.region(ofFile);
    try (CloudFormationClient cloudFormation =
            CloudFormationClient.builder().region(region).build();
        CloudWatchClient cloudWatch = CloudWatchClient.builder().region(region).build();
        SnsClient sns = SnsClient.builder().region(region).build();
        KmsClient kms = KmsClient.builder().region(region).build()) {
      DeployedWith with = DeployedWith.read(cloudFormation, ofFile.settings().stackName());
      ExpectedEnvironment deployed = environment.read(with.overrides());
      Dashboard dashboard =
          Dashboard.load(
              Path.of(System.getProperty("runwatch.home", ".")).resolve("dashboards"),
              deployed.onDashboard());
      Report report =
          new Verification(
                  cloudFormation,
                  cloudWatch,
                  sns,
                  kms,
                  dashboard,
                  region.id(),
                  fix,
                  with.addressesUnknown())
              .run(deployed, Instant.now());
      if (format == Format.JSON) {
        report.asJson(spec.commandLine().getOut());
      } else {
        report.asText(spec.commandLine().getOut());
      }
      return report.status();
    } catch (SdkException e) {
      spec.commandLine().getErr().println("runwatch verify: " + AwsErrors.reason(e));
      return REFUSED;
    }
  }
}
