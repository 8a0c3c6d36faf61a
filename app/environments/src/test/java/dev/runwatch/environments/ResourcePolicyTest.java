/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

final class ResourcePolicyTest {

  private static final String SERVICE = "cloudwatch.amazonaws.com";
  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:pages";
  private static final Map<String, String> REQUEST =
      Map.of(
          "aws:sourceaccount",
          "123456789012",
          "aws:sourcearn",
          "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:runwatch-prod-down",
          "aws:principalisawsservice",
          "true");

  @Test
  void aPolicyWithoutStatementsAllowsNothing() {
    assertThat(new ResourcePolicy(List.of()).allows(SERVICE, "sns:Publish", TOPIC, REQUEST))
        .isFalse();
  }

  /** One statement that allows; each line has what differs from one that matches. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Principal':{'Service':'cloudwatch.amazonaws.com'}              | true
          'Principal':{'Service':['a.amazonaws.com','cloudwatch.amazonaws.com']} | true
          'Principal':'*'                                                 | true
          'Principal':{'AWS':'*'}                                         | true
          'Principal':{'Service':'events.amazonaws.com'}                  | false
          'Principal':{'AWS':'arn:aws:iam::123456789012:root'}            | false
          'Principal':{'Federated':'cloudwatch.amazonaws.com'}            | false
          'Action':'sns:publish'                                          | true
          'Action':'SNS:*'                                                | true
          'Action':['sns:Subscribe','sns:Publish']                        | true
          'Action':'sns:P?blish'                                          | true
          'Action':'sns:Subscribe'                                        | false
          'Action':'sns:Publish.'                                         | false
          'Resource':'*'                                                  | true
          'Resource':'arn:aws:sns:*:123456789012:pages'                   | true
          'Resource':['arn:a','arn:aws:sns:eu-west-1:123456789012:pages'] | true
          'Resource':'arn:aws:sns:eu-west-1:123456789012:page'            | false
          'Condition':{'StringEquals':{'aws:SourceAccount':'123456789012'}} | true
          'Condition':{'StringEquals':{'AWS:SOURCEACCOUNT':['1','123456789012']}} | true
          'Condition':{'StringEquals':{'aws:SourceAccount':'999999999999'}} | false
          'Condition':{'StringEquals':{'aws:PrincipalOrgID':'o-1'}}       | false
          'Condition':{'StringEqualsIfExists':{'aws:PrincipalOrgID':'o-1'}} | true
          'Condition':{'StringEqualsIfExists':{'aws:SourceAccount':'1'}}  | false
          'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:cloudwatch:*:123456789012:alarm:*'}} | true
          'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:cloudwatch:*:123456789012:alarm:other-*'}} | false
          'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:cloudwatch:*:*:alarm:*'},'StringEquals':{'aws:SourceAccount':'1'}} | false
          'Condition':{'DateGreaterThan':{'aws:CurrentTime':'2020-01-01'}} | false
          'Condition':{'StringNotEquals':{'aws:SourceAccount':'999999999999'}} | true
          'Condition':{'StringNotLike':{'aws:SourceAccount':'1*'}}        | false
          'Condition':{'ArnNotLike':{'aws:SourceArn':'arn:aws:cloudwatch:*:*:alarm:other-*'}} | true
          'Condition':{'ArnLike':{'aws:SourceArn':'arn:aws:*:alarm:*'}}   | false
          'Condition':{'StringEquals':{'aws:SourceAccount':'${aws:PrincipalAccount}'}} | false
          'NotPrincipal':{'AWS':'arn:aws:iam::123456789012:root'}         | false
          'NotAction':'sns:Subscribe','Action':null                       | true
          'NotAction':'sns:Pub*','Action':null                            | false
          'NotResource':'arn:a','Resource':null                           | true
          'NotResource':'*','Resource':null                               | false
          'Effect':'Deny'                                                 | false
          """)
  void aStatementAllowsWhatItNames(String different, boolean allowed) {
    assertThat(policy(different).allows(SERVICE, "sns:Publish", TOPIC, REQUEST))
        .as(different)
        .isEqualTo(allowed);
  }

  /** A second statement that denies, after one that allows everything. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          'Principal':'*'                                                 | false
          'Action':'sns:Subscribe'                                        | true
          'Principal':{'Service':'events.amazonaws.com'}                  | true
          'Condition':{'StringEquals':{'aws:SourceAccount':'999999999999'}} | true
          'Condition':{'StringEquals':{'aws:SourceAccount':'123456789012'}} | false
          'Condition':{'Bool':{'aws:SecureTransport':'false'}}            | false
          'Condition':{'NumericLessThan':{'aws:MultiFactorAuthAge':'1'}}  | false
          'NotPrincipal':{'AWS':'arn:aws:iam::123456789012:root'}         | false
          'NotPrincipal':{'Service':'cloudwatch.amazonaws.com'}           | true
          'NotAction':'sns:Subscribe','Action':null                       | false
          'NotAction':'sns:Publish','Action':null                         | true
          'NotResource':'arn:a','Resource':null                           | false
          'Condition':{'StringNotEquals':{'aws:SourceAccount':'999999999999'}} | false
          'Condition':{'StringNotEquals':{'aws:SourceAccount':'123456789012'}} | true
          'Condition':{'BoolIfExists':{'aws:PrincipalIsAWSService':'false'}} | true
          'Condition':{'StringEquals':{'aws:SourceAccount':'${aws:PrincipalAccount}'}} | false
          """)
  void aDenialWinsAndOneThatIsNotUnderstoodDenies(String different, boolean allowed) {
    ResourcePolicy policy = policy("'Principal':'*'", "'Effect':'Deny'," + different);
    assertThat(policy.allows(SERVICE, "sns:Publish", TOPIC, REQUEST))
        .as(different)
        .isEqualTo(allowed);
  }

  @Test
  void aDenialOfRequestsWithoutTlsDoesNotDenyOneWithTls() {
    ResourcePolicy policy =
        policy(
            "'Principal':'*'",
            "'Effect':'Deny','Condition':{'Bool':{'aws:SecureTransport':'false'}}");
    assertThat(policy.allows(SERVICE, "sns:Publish", TOPIC, Map.of("aws:securetransport", "true")))
        .isTrue();
    assertThat(policy.allows(SERVICE, "sns:Publish", TOPIC, Map.of("aws:securetransport", "false")))
        .isFalse();
  }

  private static ResourcePolicy policy(String... different) {
    return new ResourcePolicy(Arrays.stream(different).map(ResourcePolicyTest::statement).toList());
  }

  private static Object statement(String different) {
    Map<Object, Object> statement = new HashMap<>();
    statement.putAll(
        json(
            "{'Effect':'Allow','Principal':{'Service':'cloudwatch.amazonaws.com'},"
                + "'Action':'sns:Publish','Resource':'"
                + TOPIC
                + "'}"));
    statement.putAll(json("{" + different + "}"));
    return statement;
  }

  private static Map<?, ?> json(String text) {
    return JsonMapper.shared().readValue(text.replace('\'', '"'), Map.class);
  }
}
