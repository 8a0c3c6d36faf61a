/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.account;

import dev.runwatch.common.Json;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.Output;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What a stack was deployed with, by its output {@value #OUTPUT}. Immutable.
 *
 * @param overrides the values that replaced those of the environment's file
 * @param addressesUnknown whether mail addresses were parameters, which nobody can read
 */
public record DeployedWith(Map<String, String> overrides, boolean addressesUnknown) {

  private static final String OUTPUT = "DeployedWith";
  private static final String MAIL_PARAMETER = "mailParameter";

  public DeployedWith {
    overrides = Map.copyOf(overrides);
  }

  /** Reads a stack; one that is not there, or that may not be read, was deployed with nothing. */
  public static DeployedWith read(CloudFormationClient client, String stack) {
    Map<String, String> values = new TreeMap<>();
    try {
      client.describeStacks(request -> request.stackName(stack)).stacks().stream()
          .flatMap(it -> it.outputs().stream())
          .filter(it -> it.outputKey().equals(OUTPUT))
          .map(Output::outputValue)
          .forEach(json -> values.putAll(values(json)));
    } catch (AwsServiceException e) {
      return new DeployedWith(Map.of(), false); // the check of the stack says why
    }
    boolean unknown = "true".equals(values.remove(MAIL_PARAMETER));
    return new DeployedWith(values, unknown);
  }

  private static Map<String, String> values(String json) {
    Map<String, String> values = new TreeMap<>();
    try {
      for (Map.Entry<String, JsonNode> value : Json.mapper().readTree(json).properties()) {
        values.put(value.getKey(), value.getValue().asString(""));
      }
    } catch (JacksonException e) {
      return Map.of(); // somebody else's output of that name
    }
    return values;
  }
}
