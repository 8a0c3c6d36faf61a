/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.cli.verify.Finding.Level;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.ExpectedEnvironment;
import dev.runwatch.metrics.Environment;
import dev.runwatch.testing.Repository;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.DescribeKeyRequest;
import software.amazon.awssdk.services.kms.model.DescribeKeyResponse;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyRequest;
import software.amazon.awssdk.services.kms.model.GetKeyPolicyResponse;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetTopicAttributesResponse;
import software.amazon.awssdk.services.sns.model.NotFoundException;

/** Topics of ours that somebody edited, and topics that an account had before. */
final class TopicsCheckTest {

  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:pages";
  private static final String ALLOW =
      """
      {"Statement":[{"Effect":"Allow","Principal":{"Service":"cloudwatch.amazonaws.com"},
        "Action":%s,"Resource":"%s","Condition":{"StringEquals":{"aws:SourceAccount":"%s"}}}]}
      """;
  private static final String PUBLISH = ALLOW.formatted("\"sns:Publish\"", TOPIC, "123456789012");
  private static final String USE =
      ALLOW.formatted("[\"kms:Decrypt\",\"kms:GenerateDataKey*\"]", "*", "123456789012");

  private final Map<String, String> attributes = new HashMap<>(Map.of("Policy", PUBLISH));
  private String keyPolicy = USE;
  private @Nullable StackArn stack;

  @Test
  void aTopicThatCloudWatchMayPublishToIsGreen() {
    assertThat(findings()).extracting(Finding::level).containsExactly(Level.OK);
    attributes.put("KmsMasterKeyId", "arn:aws:kms:eu-west-1:123456789012:key/1");
    assertThat(findings()).extracting(Finding::level).containsExactly(Level.OK);
  }

  @Test
  void aTopicThatIsNotThereIsRed() {
    attributes.clear();
    assertThat(findings())
        .singleElement()
        .extracting(Finding::message)
        .isEqualTo("there is no such topic");
  }

  @Test
  void aPolicyThatDoesNotLetCloudWatchPublishIsRed() {
    for (String policy :
        List.of(
            "",
            "{}",
            "no JSON",
            ALLOW.formatted("\"sns:Publish\"", TOPIC, "999999999999"),
            ALLOW.formatted("\"sns:Subscribe\"", TOPIC, "123456789012"),
            ALLOW.formatted("\"sns:Publish\"", TOPIC + "-other", "123456789012"),
            PUBLISH.replace("cloudwatch.amazonaws.com", "events.amazonaws.com"),
            PUBLISH.replace(
                "\"Statement\":[",
                "\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\",\"Action\":\"sns:*\",\"Resource\":\"*\"},"))) {
      attributes.put("Policy", policy);
      assertThat(findings())
          .as(policy)
          .singleElement()
          .satisfies(it -> assertThat(it.level()).isEqualTo(Level.FAIL))
          .satisfies(it -> assertThat(it.message()).contains("does not let CloudWatch publish"));
    }
  }

  @Test
  void theDefaultPolicyOfAnOwnerLetsAnAlarmOfTheAccountPublish() {
    attributes.put(
        "Policy",
        """
        {"Statement":[{"Effect":"Allow","Principal":{"AWS":"*"},"Action":["SNS:Publish","SNS:Subscribe"],
          "Resource":"%s","Condition":{"StringEquals":{"AWS:SourceOwner":"123456789012"}}}]}
        """
            .formatted(TOPIC));
    assertThat(findings()).extracting(Finding::level).containsExactly(Level.OK);
  }

  @Test
  void aTopicOfAnotherAccountIsJudgedByTheAccountOfTheAlarms() {
    stack = new StackArn("eu-west-1", "999999999999");
    assertThat(findings()).extracting(Finding::level).containsExactly(Level.FAIL);
    attributes.put("Policy", ALLOW.formatted("\"sns:Publish\"", TOPIC, "999999999999"));
    assertThat(findings()).extracting(Finding::level).containsExactly(Level.OK);
  }

  @Test
  void aTopicOfAnotherRegionIsRed() {
    stack = new StackArn("us-east-1", "123456789012");
    assertThat(findings())
        .singleElement()
        .satisfies(it -> assertThat(it.level()).isEqualTo(Level.FAIL))
        .satisfies(it -> assertThat(it.message()).contains("in another region than the alarms"));
  }

  @Test
  void aKeyThatCloudWatchMayNotUseIsRed() {
    attributes.put("KmsMasterKeyId", "alias/aws/sns");
    assertThat(findings())
        .singleElement()
        .satisfies(it -> assertThat(it.message()).contains("which CloudWatch can never use"));
    attributes.put("KmsMasterKeyId", "alias/own");
    keyPolicy = ALLOW.formatted("\"kms:Decrypt\"", "*", "123456789012");
    assertThat(findings())
        .singleElement()
        .satisfies(it -> assertThat(it.message()).contains("kms:GenerateDataKey"));
  }

  @Test
  void aKeyWhosePolicyCannotBeReadIsAWarning() {
    attributes.put("KmsMasterKeyId", "alias/own");
    keyPolicy = "";
    assertThat(findings()).singleElement().extracting(Finding::level).isEqualTo(Level.WARN);
  }

  private List<Finding> findings() {
    List<AlarmDefinition> definitions =
        DefinitionLoader.loadAll(Repository.root().resolve("alarms"));
    EnvironmentSettings settings =
        EnvironmentSettings.load(
            Repository.root().resolve("infra/cdk/environments"),
            new Environment("prod"),
            definitions,
            Map.of("topicArn.critical", TOPIC));
    Report report = new Report("prod");
    ExpectedEnvironment deployed =
        new ExpectedEnvironment(settings, definitions.stream().map(settings::deployed).toList());
    new TopicsCheck(sns(), kms(), deployed, stack).run(report, Severity.CRITICAL, TOPIC);
    return report.findings();
  }

  private SnsClient sns() {
    return new SnsClient() {
      @Override
      public GetTopicAttributesResponse getTopicAttributes(GetTopicAttributesRequest request) {
        if (attributes.isEmpty()) {
          throw NotFoundException.builder().message("not found").build();
        }
        return GetTopicAttributesResponse.builder().attributes(attributes).build();
      }

      @Override
      public String serviceName() {
        return "sns";
      }

      @Override
      public void close() {}
    };
  }

  private KmsClient kms() {
    return new KmsClient() {
      @Override
      public DescribeKeyResponse describeKey(DescribeKeyRequest request) {
        return DescribeKeyResponse.builder().keyMetadata(it -> it.keyId(request.keyId())).build();
      }

      @Override
      public GetKeyPolicyResponse getKeyPolicy(GetKeyPolicyRequest request) {
        if (keyPolicy.isEmpty()) {
          throw KmsException.builder().message("AccessDenied").statusCode(403).build();
        }
        return GetKeyPolicyResponse.builder().policy(keyPolicy).build();
      }

      @Override
      public String serviceName() {
        return "kms";
      }

      @Override
      public void close() {}
    };
  }
}
