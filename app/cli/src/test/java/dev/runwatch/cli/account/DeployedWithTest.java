/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksResponse;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudformation.model.Stack;

final class DeployedWithTest {

  private @Nullable String output;

  /** Otherwise a verification without each option would advise to deploy the option away. */
  @Test
  void whatADeploymentReplacedIsReadFromTheStack() {
    output = "{\"mail.critical\":\"a@b.internal\",\"threshold.queue-backing-up\":\"75\"}";
    assertThat(DeployedWith.read(client(), "runwatch-prod"))
        .isEqualTo(
            new DeployedWith(
                Map.of("mail.critical", "a@b.internal", "threshold.queue-backing-up", "75"),
                false));
  }

  @Test
  void addressesThatAreParametersAreUnknown() {
    output = "{\"mailParameter\":\"true\"}";
    assertThat(DeployedWith.read(client(), "runwatch-prod"))
        .isEqualTo(new DeployedWith(Map.of(), true));
  }

  @Test
  void anOutputOfAnotherFormOrNoStackSaysNothing() {
    output = "text";
    assertThat(DeployedWith.read(client(), "runwatch-prod").overrides()).isEmpty();
    output = null;
    assertThat(DeployedWith.read(client(), "runwatch-prod").overrides()).isEmpty();
  }

  private CloudFormationClient client() {
    return new CloudFormationClient() {
      @Override
      public DescribeStacksResponse describeStacks(DescribeStacksRequest request) {
        if (output == null) {
          throw CloudFormationException.builder().message("does not exist").statusCode(400).build();
        }
        Output deployedWith =
            Output.builder().outputKey("DeployedWith").outputValue(output).build();
        return DescribeStacksResponse.builder()
            .stacks(Stack.builder().outputs(deployedWith).build())
            .build();
      }

      @Override
      public String serviceName() {
        return "cloudformation";
      }

      @Override
      public void close() {}
    };
  }
}
