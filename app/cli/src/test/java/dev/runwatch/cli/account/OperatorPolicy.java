/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.sns.model.SnsException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The operators' policy of the stack, as IAM would apply it to an operator of prod. */
public final class OperatorPolicy {

  /** Where the account is. */
  public static final String REGION = "eu-west-1";

  /** The account. */
  public static final String ACCOUNT = "123456789012";

  private final JsonNode template;
  private final List<JsonNode> statements = new ArrayList<>();

  public OperatorPolicy() {
    try {
      template =
          JsonMapper.shared()
              .readTree(
                  Files.readString(
                      Repository.root()
                          .resolve("infra/cdk/src/test/resources/prod.template.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    template
        .path("Resources")
        .properties()
        .forEach(
            resource -> {
              if (resource.getKey().startsWith("Operator")) {
                resource
                    .getValue()
                    .path("Properties")
                    .path("PolicyDocument")
                    .path("Statement")
                    .forEach(statements::add);
              }
            });
    assertThat(statements).as("statements for operators").hasSizeGreaterThan(5);
  }

  /**
   * Refuses as AWS does what the policy does not allow.
   *
   * @param resource the ARN that AWS authorises the action on
   */
  public void authorise(String action, String resource) {
    if (statements.stream().noneMatch(it -> allows(it, action, resource))) {
      throw SnsException.builder()
          .statusCode(403)
          .awsErrorDetails(
              AwsErrorDetails.builder()
                  .serviceName(action.substring(0, action.indexOf(':')))
                  .errorCode("AccessDenied")
                  .errorMessage("not authorized to perform " + action + " on resource " + resource)
                  .build())
          .build();
    }
  }

  private boolean allows(JsonNode statement, String action, String resource) {
    return all(statement.path("Action")).stream()
            .anyMatch(it -> it.toLowerCase(Locale.ROOT).equals(action.toLowerCase(Locale.ROOT)))
        && all(statement.path("Resource")).stream().anyMatch(it -> like(it, resource));
  }

  private List<String> all(JsonNode node) {
    return node.isArray()
        ? node.valueStream().map(this::resolved).toList()
        : List.of(resolved(node));
  }

  /** A pattern of a resource with its references replaced by this account's. */
  private String resolved(JsonNode node) {
    if (node.isString()) {
      return node.stringValue();
    }
    if (node.has("Fn::Join")) {
      StringBuilder text = new StringBuilder();
      node.path("Fn::Join").path(1).forEach(part -> text.append(resolved(part)));
      return text.toString();
    }
    if (node.has("Fn::GetAtt")) {
      return "arn:aws:kms:" + REGION + ":" + ACCOUNT + ":key/1";
    }
    String name = node.path("Ref").asString("");
    return switch (name) {
      case "AWS::Partition" -> "aws";
      case "AWS::Region" -> REGION;
      case "AWS::AccountId" -> ACCOUNT;
      default ->
          "arn:aws:sns:"
              + REGION
              + ":"
              + ACCOUNT
              + ":"
              + template
                  .path("Resources")
                  .path(name)
                  .path("Properties")
                  .path("TopicName")
                  .asString("");
    };
  }

  private static boolean like(String pattern, String text) {
    return Pattern.matches(
        String.join(
            ".*", Pattern.compile("\\*").splitAsStream(pattern + " ").map(Pattern::quote).toList()),
        text + " ");
  }
}
