/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.environments.EnvironmentSettings;
import java.util.EnumMap;
import java.util.Map;
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

  /** Adds the findings, and returns the ARNs of the topics that are known. */
  Map<Severity, String> run(Report report) {
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
    return topics;
  }
}
