/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.environments.EnvironmentSettings;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;

/** Checks that the stack exists and is complete, and reads the ARNs of its topics. */
final class StackCheck {

  private final CloudFormationClient client;
  private final EnvironmentSettings settings;

  StackCheck(CloudFormationClient client, EnvironmentSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * What is known of the stack.
   *
   * @param topics the ARNs of the topics that are known
   * @param arn where it is, or null where there is none
   */
  record Known(Map<Severity, String> topics, @Nullable StackArn arn) {}

  /** Adds the findings, and returns what is known of the stack. */
  Known run(Report report) {
    StackArn arn = null;
    Map<Severity, String> topics = new EnumMap<>(Severity.class);
    String name = settings.stackName();
    String deploy = "run  npx cdk deploy -c env=" + settings.name() + "  in infra/cdk";
    try {
      Stack stack =
          client.describeStacks(request -> request.stackName(name)).stacks().stream()
              .findFirst()
              .orElse(null);
      if (stack == null) {
        report.add(Finding.fail(name, "there is no such stack", deploy));
      } else {
        arn = stack.stackId() == null ? null : StackArn.of(stack.stackId());
        String status = stack.stackStatusAsString();
        if (status.matches("(CREATE|UPDATE|IMPORT)_COMPLETE")) {
          report.add(Finding.ok(name, "the stack is there, " + status));
        } else if (status.endsWith("IN_PROGRESS")) {
          report.add(Finding.warn(name, "the stack is in " + status, "wait and verify again"));
        } else {
          report.add(Finding.fail(name, "the stack is in " + status, deploy));
        }
        for (Output output : stack.outputs()) {
          for (Severity severity : Severity.values()) {
            if (output.outputKey().equalsIgnoreCase("Topic" + severity.word())) {
              topics.put(severity, output.outputValue());
            }
          }
        }
      }
    } catch (CloudFormationException e) {
      if (e.statusCode() != 400 || !String.valueOf(e.getMessage()).contains("does not exist")) {
        throw e;
      }
      report.add(Finding.fail(name, "there is no such stack", deploy));
    }
    topics.putAll(settings.topicArns());
    return new Known(topics, arn);
  }
}
