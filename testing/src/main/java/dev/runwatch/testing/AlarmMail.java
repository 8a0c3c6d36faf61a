/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a program reads from the mail of a CloudWatch alarm by a regular expression that was written
 * for mails of real accounts.
 */
public record AlarmMail(
    String alarm,
    String region,
    String state,
    String reason,
    String at,
    String from,
    String account,
    String arn) {

  private static final Pattern REAL =
      Pattern.compile(
          "(?s)You are receiving this email because your Amazon CloudWatch Alarm \"(.+?)\" in the"
              + " (.+?) region has entered the (OK|ALARM|INSUFFICIENT_DATA) state, because"
              + " \"(.+?)\" at \"(\\w+ \\d{2} \\w+, \\d{4} \\d{2}:\\d{2}:\\d{2} UTC)\".*"
              + "- State Change:\\s+(\\w+) -> \\3\n"
              + "- Reason for State Change:\\s+\\4\n.*"
              + "- AWS Account:\\s+(\\d{12})\n"
              + "- Alarm Arn:\\s+(arn:aws:cloudwatch:[a-z0-9-]+:\\d{12}:alarm:\\S+)\n.*"
              + "Threshold:\n- The alarm is in the ALARM state when .*"
              + "\nState Change Actions:\n- OK: .*"
              + "If you wish to stop receiving notifications from this topic, .*");

  /** Reads the text of a mail; empty if it is not one of an alarm. */
  public static Optional<AlarmMail> parse(String text) {
    Matcher mail = REAL.matcher(text.replace("\r\n", "\n"));
    return mail.matches()
        ? Optional.of(
            new AlarmMail(
                mail.group(1),
                mail.group(2),
                mail.group(3),
                mail.group(4),
                mail.group(5),
                mail.group(6),
                mail.group(7),
                mail.group(8)))
        : Optional.empty();
  }
}
