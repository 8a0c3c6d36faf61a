/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import java.util.List;

/**
 * Where exported alarms are used, and whom they tell.
 *
 * @param environment the environment whose metrics they watch
 * @param runbookBase precedes a runbook's path, such as {@code
 *     https://git.example.org/runwatch/blob/main/alarms/}; may be empty
 * @param smtp host and port of the mail server
 * @param mailFrom the sender of mails
 * @param mailTo the recipients of mails, one or more
 */
public record ExportTarget(
    String environment, String runbookBase, String smtp, String mailFrom, List<String> mailTo) {

  public ExportTarget {
    mailTo = List.copyOf(mailTo);
  }
}
