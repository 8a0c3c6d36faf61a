/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.cloudwatch.model.PutAlarmMuteRuleRequest;

/**
 * A time in which alarms are evaluated and execute no action.
 *
 * @param rule the rule's name
 * @param alarms the alarms' names in CloudWatch, 1 to 100
 * @param from when it begins, a whole minute
 * @param duration 1 minute to 15 days, whole minutes
 * @param reason the description of the rule, 1 to {@value #MAX_REASON} characters
 */
record Mute(String rule, List<String> alarms, Instant from, Duration duration, String reason) {

  /** Source of this and the next two: "PutAlarmMuteRule" and "Schedule" of the API reference. */
  static final int MAX_REASON = 1024;

  static final Duration SHORTEST = Duration.ofMinutes(1);
  static final Duration LONGEST = Duration.ofDays(15);

  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  Mute {
    alarms = List.copyOf(alarms);
    if (duration.compareTo(SHORTEST) < 0 || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "DURATION: alarms can be muted for 1m to 360h (15 days), not for "
              + duration.toSeconds()
              + "s");
    }
    if (reason.isBlank() || reason.length() > MAX_REASON) {
      throw new IllegalArgumentException("--reason: write 1 to " + MAX_REASON + " characters");
    }
  }

  /** A mute from the next whole minute, rounded up to minutes: a schedule has no seconds. */
  static Mute now(String rule, List<String> alarms, Instant now, Duration duration, String reason) {
    Instant minute = now.truncatedTo(ChronoUnit.MINUTES);
    Duration whole = Duration.ofMinutes(duration.plusSeconds(59).toMinutes());
    return new Mute(
        rule,
        alarms,
        minute.equals(now) ? now : minute.plus(1, ChronoUnit.MINUTES),
        duration.compareTo(SHORTEST) < 0 ? duration : whole,
        reason);
  }

  Instant until() {
    return from.plus(duration);
  }

  PutAlarmMuteRuleRequest request() {
    return PutAlarmMuteRuleRequest.builder()
        .name(rule)
        .description(reason)
        .rule(
            it ->
                it.schedule(
                    schedule ->
                        schedule
                            .expression("at(" + MINUTE.format(from) + ")")
                            .duration(duration.toString())
                            .timezone("UTC")))
        .muteTargets(it -> it.alarmNames(alarms))
        .build();
  }
}
