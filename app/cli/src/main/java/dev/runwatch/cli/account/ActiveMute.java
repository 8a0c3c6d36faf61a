/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.account;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmMuteRuleStatus;
import software.amazon.awssdk.services.cloudwatch.model.AlarmMuteRuleSummary;
import software.amazon.awssdk.services.cloudwatch.model.GetAlarmMuteRuleResponse;
import software.amazon.awssdk.services.cloudwatch.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatch.model.Schedule;

/**
 * An alarm mute rule that is in force now, or will be. Immutable.
 *
 * @param name its name
 * @param active whether it is in force now
 * @param alarms those of the alarms that were asked for which it mutes
 * @param schedule when it mutes, as CloudWatch writes it, such as {@code at(2026-11-24T08:31)}
 * @param until when it ends for good, or empty where that is not known
 * @param reason its description, which says why and by whom
 */
public record ActiveMute(
    String name,
    boolean active,
    List<String> alarms,
    String schedule,
    Optional<Instant> until,
    String reason) {

  private static final Pattern ONCE = Pattern.compile("at\\((.+)\\)");

  public ActiveMute {
    alarms = List.copyOf(alarms);
  }

  /** All rules, also those of other people, that mute one of the alarms now or later; by name. */
  public static List<ActiveMute> of(CloudWatchClient client, List<String> alarms) {
    Map<String, List<String>> muted = new TreeMap<>();
    Map<String, Boolean> active = new LinkedHashMap<>();
    for (String alarm : alarms) {
      for (AlarmMuteRuleSummary rule : rules(client, alarm)) {
        String name = nameOf(rule.alarmMuteRuleArn());
        muted.computeIfAbsent(name, it -> new ArrayList<>()).add(alarm);
        active.put(name, rule.status() == AlarmMuteRuleStatus.ACTIVE);
      }
    }
    List<ActiveMute> mutes = new ArrayList<>();
    muted.forEach(
        (name, names) -> mutes.add(read(client, name, active.getOrDefault(name, false), names)));
    return mutes;
  }

  private static List<AlarmMuteRuleSummary> rules(CloudWatchClient client, String alarm) {
    return client
        .listAlarmMuteRulesPaginator(
            request ->
                request
                    .alarmName(alarm)
                    .statuses(AlarmMuteRuleStatus.ACTIVE, AlarmMuteRuleStatus.SCHEDULED))
        .stream()
        .flatMap(page -> page.alarmMuteRuleSummaries().stream())
        .filter(rule -> rule.status() != AlarmMuteRuleStatus.EXPIRED)
        .toList();
  }

  private static ActiveMute read(
      CloudWatchClient client, String name, boolean active, List<String> alarms) {
    try {
      GetAlarmMuteRuleResponse rule =
          client.getAlarmMuteRule(request -> request.alarmMuteRuleName(name));
      Schedule schedule = rule.rule() == null ? null : rule.rule().schedule();
      String expression = schedule == null ? "" : String.valueOf(schedule.expression());
      return new ActiveMute(
          name,
          active,
          alarms,
          expression,
          until(schedule, rule.expireDate()),
          rule.description() == null ? "" : rule.description());
    } catch (ResourceNotFoundException e) {
      // It ended between the two requests.
      return new ActiveMute(name, active, alarms, "", Optional.empty(), "");
    }
  }

  /** The end of a schedule that happens once, or the date on which the rule expires. */
  private static Optional<Instant> until(@Nullable Schedule schedule, @Nullable Instant expires) {
    Matcher once =
        ONCE.matcher(schedule == null ? "" : String.valueOf(schedule.expression()).strip());
    if (schedule != null && once.matches() && schedule.duration() != null) {
      try {
        ZoneId zone = ZoneId.of(schedule.timezone() == null ? "UTC" : schedule.timezone());
        return Optional.of(
            LocalDateTime.parse(once.group(1))
                .atZone(zone)
                .toInstant()
                .plus(Duration.parse(schedule.duration())));
      } catch (DateTimeException e) {
        return Optional.ofNullable(expires);
      }
    }
    return Optional.ofNullable(expires);
  }

  private static String nameOf(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }

  /** When it ends, in words. */
  public String end() {
    return until.map(it -> "until " + it).orElse("by the schedule " + schedule);
  }
}
