/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.cli.verify.Finding.Level;
import dev.runwatch.environments.Destinations;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.metrics.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesRequest;
import software.amazon.awssdk.services.sns.model.GetSubscriptionAttributesResponse;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.SubscribeRequest;
import software.amazon.awssdk.services.sns.model.SubscribeResponse;
import software.amazon.awssdk.services.sns.model.Subscription;
import software.amazon.awssdk.services.sns.paginators.ListSubscriptionsByTopicIterable;

final class SubscriptionsCheckTest {

  private static final String TOPIC = "arn:aws:sns:eu-west-1:123456789012:runwatch-prod-high";
  private static final String ONCALL = "oncall@platform.internal";

  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<String> subscribed = new ArrayList<>();
  private boolean addressesUnknown;

  @Test
  void aConfirmedRecipientIsGreen() {
    subscriptions.add(subscription(ONCALL, TOPIC + ":1"));
    assertThat(findings(mail(ONCALL), /* fix= */ false))
        .containsExactly(Finding.ok("high", "email " + ONCALL + " is subscribed and confirmed"));
  }

  /**
   * With addresses as parameters, those of the file are placeholders and must not be subscribed.
   */
  @Test
  void addressesThatAreParametersAreNotComparedWithTheFile() {
    addressesUnknown = true;
    assertThat(findings(mail("oncall@example.com"), /* fix= */ true))
        .extracting(Finding::message)
        .containsExactly(
            "no mail address is subscribed: SNS deletes what nobody confirmed for 48 hours");
    subscriptions.add(subscription("real@platform.internal", TOPIC + ":1"));
    assertThat(findings(mail("oncall@example.com"), /* fix= */ true))
        .containsExactly(
            Finding.ok("high", "email real@platform.internal is subscribed and confirmed"));
    assertThat(subscribed).isEmpty();
  }

  /** A former colleague who still reads the pages, and the queue of a drill that was killed. */
  @Test
  void aSubscriptionThatTheEnvironmentDoesNotNameIsAWarning() {
    subscriptions.add(subscription(ONCALL, TOPIC + ":1"));
    subscriptions.add(subscription("former@elsewhere.internal", TOPIC + ":2"));
    subscriptions.add(
        Subscription.builder()
            .protocol("sqs")
            .endpoint("arn:aws:sqs:eu-west-1:123456789012:runwatch-prod_drill-1a2b")
            .subscriptionArn(TOPIC + ":3")
            .build());
    assertThat(findings(mail(ONCALL), /* fix= */ false))
        .filteredOn(it -> it.level() == Level.WARN)
        .extracting(Finding::message)
        .containsExactlyInAnyOrder(
            "email former@elsewhere.internal is subscribed, and the environment does not name it",
            "sqs arn:aws:sqs:eu-west-1:123456789012:runwatch-prod_drill-1a2b is left over from a"
                + " drill");
  }

  @Test
  void aRecipientWhoHasNotConfirmedIsRed() {
    subscriptions.add(subscription(ONCALL, "PendingConfirmation"));
    assertThat(findings(mail(ONCALL), /* fix= */ false))
        .extracting(Finding::level)
        .containsExactly(Level.FAIL);
  }

  @Test
  void aMissingRecipientIsRedAndSubscribedAgainOnRequest() {
    assertThat(findings(mail(ONCALL), /* fix= */ false))
        .extracting(Finding::level)
        .containsExactly(Level.FAIL);
    assertThat(subscribed).isEmpty();
    assertThat(findings(mail(ONCALL), /* fix= */ true))
        .extracting(Finding::level)
        .containsExactly(Level.WARN);
    assertThat(subscribed).containsExactly("email " + ONCALL);
  }

  /** The fix for a missing recipient would otherwise mail a confirmation to a placeholder. */
  @Test
  void aPlaceholderIsRedAndNeverSubscribed() {
    List<Finding> findings =
        findings(
            new Destinations(
                List.of("oncall@example.com"), List.of("https://hooks.example.org/x"), List.of()),
            /* fix= */ true);
    assertThat(findings)
        .containsExactly(
            Finding.fail(
                "high",
                "email oncall@example.com is a placeholder, and nobody is there",
                "write your own into the environment's file, or give  --set mail.high=ADDRESS"),
            Finding.fail(
                "high",
                "https https://hooks.example.org/x is a placeholder, and nobody is there",
                "write your own into the environment's file, or give  --set https.high=https://…"));
    assertThat(subscribed).isEmpty();
  }

  private List<Finding> findings(Destinations destinations, boolean fix) {
    EnvironmentSettings settings =
        new EnvironmentSettings(
            new Environment("prod"),
            "Runwatch",
            Optional.empty(),
            "",
            "",
            Optional.empty(),
            Map.of(Severity.HIGH, destinations),
            Map.of(),
            Map.of(),
            Set.of());
    Report report = new Report("prod");
    new SubscriptionsCheck(new Sns(), settings, fix, addressesUnknown)
        .run(report, Severity.HIGH, TOPIC);
    return report.findings();
  }

  private static Destinations mail(String address) {
    return new Destinations(List.of(address), List.of(), List.of());
  }

  private static Subscription subscription(String address, String arn) {
    return Subscription.builder().protocol("email").endpoint(address).subscriptionArn(arn).build();
  }

  private final class Sns implements SnsClient {

    @Override
    public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(
        ListSubscriptionsByTopicRequest request) {
      return ListSubscriptionsByTopicResponse.builder().subscriptions(subscriptions).build();
    }

    @Override
    public ListSubscriptionsByTopicIterable listSubscriptionsByTopicPaginator(
        ListSubscriptionsByTopicRequest request) {
      return new ListSubscriptionsByTopicIterable(this, request);
    }

    @Override
    public GetSubscriptionAttributesResponse getSubscriptionAttributes(
        GetSubscriptionAttributesRequest request) {
      return GetSubscriptionAttributesResponse.builder().attributes(Map.of()).build();
    }

    @Override
    public SubscribeResponse subscribe(SubscribeRequest request) {
      subscribed.add(request.protocol() + " " + request.endpoint());
      return SubscribeResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "sns";
    }

    @Override
    public void close() {}
  }
}
