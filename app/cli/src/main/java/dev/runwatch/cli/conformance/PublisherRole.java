/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import dev.runwatch.cli.account.PolicyDocument;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

/** A role that the services of the checklist have, and that nobody else uses. */
final class PublisherRole implements AutoCloseable {

  /** IAM takes seconds until a new role can be assumed everywhere. */
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int FORBIDDEN = 403;

  private final Clients clients;
  private final String name;
  private final IamClient iam;
  private final StsClient sts;

  PublisherRole(Clients clients, String name) {
    this.clients = clients;
    this.name = name;
    this.iam = clients.of(IamClient.builder());
    this.sts = clients.of(StsClient.builder());
  }

  String name() {
    return name;
  }

  /** Makes the role with that policy, which people of the account may assume. */
  void make(String policy) {
    String caller = sts.getCallerIdentity().arn();
    String[] parts = caller.split(":", -1);
    String account = parts[0] + ":" + parts[1] + ":iam::" + parts[4] + ":root";
    String trust = PolicyDocument.allowing(Map.of("AWS", account), "sts:AssumeRole", Map.of());
    iam.createRole(it -> it.roleName(name).assumeRolePolicyDocument(trust));
    iam.attachRolePolicy(it -> it.roleName(name).policyArn(policy));
  }

  /**
   * Assumes the role.
   *
   * @return its credentials as environment variables
   */
  Map<String, String> assume() {
    String role = iam.getRole(it -> it.roleName(name)).role().arn();
    Credentials credentials = assumeOnceItCanBe(role);
    return Map.of(
        "AWS_ACCESS_KEY_ID", credentials.accessKeyId(),
        "AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey(),
        "AWS_SESSION_TOKEN", credentials.sessionToken(),
        "AWS_PROFILE", "");
  }

  private Credentials assumeOnceItCanBe(String role) {
    Instant deadline = Instant.now().plus(LONGEST);
    while (true) {
      try {
        return sts.assumeRole(it -> it.roleArn(role).roleSessionName("conformance")).credentials();
      } catch (StsException e) {
        if (e.statusCode() != FORBIDDEN || Instant.now().isAfter(deadline)) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedConformanceException();
    }
  }

  /** Whether those credentials may not publish into a namespace. */
  boolean isRefused(Map<String, String> credentials, String namespace) {
    StaticCredentialsProvider theirs =
        StaticCredentialsProvider.create(
            AwsSessionCredentials.create(
                credentials.getOrDefault("AWS_ACCESS_KEY_ID", ""),
                credentials.getOrDefault("AWS_SECRET_ACCESS_KEY", ""),
                credentials.getOrDefault("AWS_SESSION_TOKEN", "")));
    try (CloudWatchClient client = clients.as(theirs).of(CloudWatchClient.builder())) {
      client.putMetricData(
          it ->
              it.namespace(namespace)
                  .metricData(MetricDatum.builder().metricName("refused").value(1.0).build()));
      return false;
    } catch (AwsServiceException e) {
      if (e.statusCode() == FORBIDDEN) {
        return true;
      }
      throw e;
    }
  }

  /** Detaches its policies and deletes it; does nothing if it is not there. */
  void delete() {
    try {
      for (AttachedPolicy policy :
          iam.listAttachedRolePolicies(it -> it.roleName(name)).attachedPolicies()) {
        iam.detachRolePolicy(it -> it.roleName(name).policyArn(policy.policyArn()));
      }
      iam.deleteRole(it -> it.roleName(name));
    } catch (NoSuchEntityException e) {
      return; // it was not made
    }
  }

  @Override
  public void close() {
    iam.close();
    sts.close();
  }
}
