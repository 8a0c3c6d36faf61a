/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.DeployedAlarm;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.definition.OptionalAlarms;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.metrics.Environment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * One environment as its file describes it, such as {@code infra/cdk/environments/prod.yaml}.
 * Immutable.
 *
 * @param name the stem of its file: the value of the dimension {@code Environment}, and the middle
 *     of the names of its stack, alarms, topics and policies
 * @param namespace the CloudWatch namespace its services publish into
 * @param region the AWS region where the AWS settings name none, or empty
 * @param runbooks precedes the path of a runbook in an alarm's description, ending in {@code /}; or
 *     empty
 * @param coordinatorUrl where people reach the coordinator, for the description of an alarm; or
 *     empty
 * @param weeklyTest when each severity is paged on purpose, such as {@code cron(0 9 ? * MON *)}
 * @param destinations the recipients of each severity; a severity with an existing topic has none
 * @param topicArns existing topics, by severity; the stack makes the others
 * @param thresholds thresholds that replace those of the definitions, by the alarm's file stem
 * @param optionalAlarms the optional alarms that it has, by their files' stems
 */
public record EnvironmentSettings(
    Environment name,
    String namespace,
    Optional<String> region,
    String runbooks,
    String coordinatorUrl,
    Optional<String> weeklyTest,
    Map<Severity, Destinations> destinations,
    Map<Severity, String> topicArns,
    Map<String, Double> thresholds,
    Set<String> optionalAlarms) {

  /** The end of the name of the alarm on failed notifications. */
  public static final String NOTIFICATIONS_FAILED = "self-notifications-failed";

  /** The end of the name of the alarm on dropped metrics. */
  public static final String TELEMETRY_DROPPED = "self-telemetry-dropped";

  public EnvironmentSettings {
    destinations = Map.copyOf(destinations);
    topicArns = Map.copyOf(topicArns);
    thresholds = Map.copyOf(thresholds);
    optionalAlarms = Set.copyOf(optionalAlarms);
  }

  /**
   * Reads an environment to look at what is deployed.
   *
   * @param directory where the files are, one for each environment
   * @param name the environment
   * @param definitions all alarms, the optional ones too, which names and thresholds are checked
   *     against
   * @param overrides what replaces values of the file: {@code namespace}, {@code region}, {@code
   *     runbooks}, {@code mail.critical}, {@code https.high}, {@code sqs.medium}, {@code
   *     topicArn.critical}, {@code threshold.queue-backing-up}, {@code optionalAlarms}; lists are
   *     separated by commas
   * @throws InvalidDefinitionException with everything that is wrong, each with its fix
   */
  public static EnvironmentSettings load(
      Path directory,
      Environment name,
      List<AlarmDefinition> definitions,
      Map<String, String> overrides) {
    return new EnvironmentFiles(directory)
        .read(name, definitions, overrides, /* toDeploy= */ false);
  }

  /**
   * Reads an environment to deploy it. Other than {@link #load}, it refuses placeholders: mail
   * addresses and URLs in a domain of {@link ReservedDomains}.
   *
   * @throws InvalidDefinitionException with everything that is wrong, each with its fix
   */
  public static EnvironmentSettings loadToDeploy(
      Path directory,
      Environment name,
      List<AlarmDefinition> definitions,
      Map<String, String> overrides) {
    return new EnvironmentFiles(directory).read(name, definitions, overrides, /* toDeploy= */ true);
  }

  /** The recipients of a severity; none where its topic is an existing one. */
  public Destinations destinations(Severity severity) {
    return destinations.getOrDefault(severity, new Destinations(List.of(), List.of(), List.of()));
  }

  /** The stack's name: {@code runwatch-prod}. */
  public String stackName() {
    return "runwatch-" + name;
  }

  /**
   * The dashboard's name, such as {@code runwatch-prod_eu-west-1}. Dashboards are global to an
   * account, so the region is a part of it. The underscore, which no environment's name has, keeps
   * it from the names of the environment {@code prod-eu-west-1}.
   */
  public String dashboardName(String region) {
    return stackName() + "_" + region;
  }

  /** What the names of the environment's alarm mute rules begin with. */
  public String muteRulePrefix() {
    return stackName() + "_mute-";
  }

  /** What the names of the queues of a drill begin with. */
  public String drillQueuePrefix() {
    return stackName() + "_drill-";
  }

  /** The names of the alarms on the monitoring itself, which the stack has where it is told to. */
  public List<String> selfAlarmNames() {
    return List.of(stackName() + "-" + NOTIFICATIONS_FAILED, stackName() + "-" + TELEMETRY_DROPPED);
  }

  /** The name of the alarm that only the weekly test fires. */
  public String weeklyTestAlarm(Severity severity) {
    return stackName() + "-self-weekly-test-" + severity.word();
  }

  /** The names of the alarms of the weekly test; none where there is no test. */
  public List<String> weeklyTestAlarms() {
    return weeklyTest.isEmpty()
        ? List.of()
        : Arrays.stream(Severity.values()).map(this::weeklyTestAlarm).toList();
  }

  /** The name of a severity's topic where the stack makes it: {@code runwatch-prod-critical}. */
  public String topicName(Severity severity) {
    return stackName() + "-" + severity.word();
  }

  /**
   * The alarms as this environment deploys them.
   *
   * @param definitions all alarms; optional ones that it does not have are left out
   */
  public List<AlarmDefinition> alarms(List<AlarmDefinition> definitions) {
    return OptionalAlarms.choose(definitions, optionalAlarms).stream().map(this::deployed).toList();
  }

  /** The alarm as this environment deploys it: its tokens bound, its threshold replaced. */
  public AlarmDefinition deployed(AlarmDefinition definition) {
    AlarmDefinition bound = definition.bound(name.name(), namespace);
    Double threshold = thresholds.get(definition.name());
    return threshold == null ? bound : bound.withThreshold(threshold);
  }

  /**
   * The address of the dashboard in the console of a region.
   *
   * @param region the region, which decides the console's domain
   * @param written what to write for the region, such as a reference of CloudFormation to it
   */
  public String dashboardUrl(String region, String written) {
    String domain = "aws.amazon.com";
    if (region.startsWith("cn-")) {
      domain = "amazonaws.cn";
    } else if (region.startsWith("us-gov-")) {
      domain = "amazonaws-us-gov.com";
    }
    return "https://"
        + written
        + ".console."
        + domain
        + "/cloudwatch/home?region="
        + written
        + "#dashboards/dashboard/"
        + dashboardName(written);
  }

  /**
   * The description of an alarm in this environment, which is the text of its mail: what it means
   * to users, its severity, its owner, and where its runbook, the dashboard and the coordinator
   * are. An {@code AlarmDescription} of the file replaces all of it.
   *
   * @param dashboardUrl as of {@link #dashboardUrl}
   */
  public String description(AlarmDefinition definition, String dashboardUrl) {
    if (definition.alarmDescription() != null) {
      return definition.description(runbooks);
    }
    String text = definition.description(runbooks) + " Dashboard: " + dashboardUrl;
    return coordinatorUrl.isEmpty() ? text : text + " Coordinator: " + coordinatorUrl;
  }

  /**
   * What an alarm of this environment is in CloudWatch: its name, description, actions and tags.
   * The stack deploys this, and {@code ./runwatch verify} expects it.
   *
   * @param definition the alarm as {@link #deployed} returns it
   * @param topics the ARN of each severity's topic
   * @param dashboardUrl as of {@link #dashboardUrl}
   */
  public DeployedAlarm expected(
      AlarmDefinition definition, Map<Severity, String> topics, String dashboardUrl) {
    Map<AlarmState, List<String>> actions = new EnumMap<>(AlarmState.class);
    for (AlarmState state : definition.actions().on()) {
      Severity severity = definition.severityOn(state);
      String topic = topics.get(severity);
      actions.put(state, List.of(topic == null ? "the topic for " + severity.word() : topic));
    }
    Map<String, String> tags = new TreeMap<>(definition.tags());
    tags.put("environment", name.name());
    tags.put("service", "runwatch");
    tags.put("severity", definition.severity().word());
    return new DeployedAlarm(
        definition,
        definition.cloudWatchName(name.name()),
        description(definition, dashboardUrl),
        actions,
        tags);
  }
}
