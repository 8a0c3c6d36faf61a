/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.util.Locale;

/**
 * What an account answered to a question about CloudWatch that AWS does not publish.
 *
 * @param assumption what {@code app/alarms} assumes
 * @param verdict whether the account behaved so
 * @param evidence what was observed
 */
record Answer(String assumption, Verdict verdict, String evidence) {

  enum Verdict {
    CONFIRMED,
    REFUTED,
    NOT_ANSWERED;

    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
  }
}
