/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import dev.runwatch.alarms.evaluation.Evaluator;
import dev.runwatch.cli.conformance.Answer.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.cloudwatch.model.StateValue;

/** Reads the assumptions of {@code app/alarms} off what the temporary alarms did. */
final class Judgement {

  /** Until the first data are evaluated. */
  private static final int SETTLED = 4;

  private final Observation seen;

  private Judgement(Observation seen) {
    this.seen = seen;
  }

  static List<Answer> of(Observation observation) {
    Judgement judgement = new Judgement(observation);
    return List.of(
        judgement.range(),
        judgement.fillOfAbsent(),
        judgement.warmUp(),
        judgement.promptness(),
        judgement.lateness());
  }

  /**
   * Both alarms lose their last datum, at times that differ by what is retrieved: {@code FILL} of
   * one period breaches in the evaluation after the first minute without data, and a range of N +
   * extra periods is empty N + extra evaluations after its last minute with data.
   */
  private Answer range() {
    String assumption =
        "CloudWatch retrieves N + " + Evaluator.DEFAULT_EXTRA + " data points for N periods";
    Instant settled = seen.minute(SETTLED);
    Optional<Instant> breached = seen.entered(ProbeAlarms.FILLED, StateValue.ALARM, settled);
    Optional<Instant> one = empty(ProbeAlarms.ONE);
    Optional<Instant> three = empty(ProbeAlarms.THREE);
    if (breached.isEmpty() || one.isEmpty() || three.isEmpty()) {
      return unanswered(assumption, "the alarms did not change when their data stopped");
    }
    long ofOne = minutes(breached.get(), one.get());
    long ofThree = minutes(breached.get(), three.get()) - 2;
    String evidence = "N + " + ofOne + " for N = 1, N + " + ofThree + " for N = 3";
    return answer(
        assumption,
        ofOne == Evaluator.DEFAULT_EXTRA && ofThree == Evaluator.DEFAULT_EXTRA,
        evidence);
  }

  private Optional<Instant> empty(String alarm) {
    return seen.entered(alarm, StateValue.INSUFFICIENT_DATA, seen.minute(SETTLED));
  }

  /** Alarms are evaluated at different seconds of a minute. */
  private static long minutes(Instant from, Instant to) {
    return Duration.between(
            from.truncatedTo(ChronoUnit.MINUTES), to.truncatedTo(ChronoUnit.MINUTES))
        .toMinutes();
  }

  private Answer fillOfAbsent() {
    Optional<Instant> alarm = seen.entered(ProbeAlarms.ABSENT, StateValue.ALARM, seen.made());
    return answer(
        "FILL adds points to a metric without data in the range",
        alarm.isPresent(),
        alarm
            .map(it -> "in ALARM after " + Duration.between(seen.made(), it).toSeconds() + " s")
            .orElse("never in ALARM"));
  }

  private Answer warmUp() {
    String assumption = "points that FILL adds do not end a warm-up";
    if (seen.entered(ProbeAlarms.ABSENT, StateValue.ALARM, seen.made()).isEmpty()) {
      return unanswered(assumption, "FILL adds none to a metric without data");
    }
    Optional<Instant> alarm = seen.entered(ProbeAlarms.WARMING, StateValue.ALARM, seen.made());
    if (alarm.isEmpty()) {
      return unanswered(assumption, "the alarm was not evaluated after its warm-up either");
    }
    Duration after = Duration.between(seen.made(), alarm.get());
    return answer(
        assumption,
        after.compareTo(ProbeAlarms.WARM_UP.minusMinutes(1)) >= 0,
        "a warm-up of "
            + ProbeAlarms.WARM_UP.toMinutes()
            + " minutes ended after "
            + after.toSeconds()
            + " s");
  }

  private Answer promptness() {
    return neverMissed(
        "data that arrive "
            + ProbeAlarms.PROMPT_DELAY.toSeconds()
            + " s after their minute are there when it is evaluated",
        ProbeAlarms.PROMPTLY);
  }

  private Answer lateness() {
    return neverMissed(
        "data that arrive "
            + ProbeAlarms.LATE_DELAY.toSeconds()
            + " s after their minute are there at the next evaluation",
        ProbeAlarms.BELATED);
  }

  private Answer neverMissed(String assumption, String alarm) {
    Instant settled = seen.minute(SETTLED);
    Instant end = seen.minute(seen.lateMinutes());
    if (seen.changes().getOrDefault(alarm, List.of()).isEmpty()) {
      return unanswered(assumption, "the alarm never changed");
    }
    if (seen.entered(alarm, StateValue.OK, seen.made()).filter(it -> it.isBefore(end)).isEmpty()) {
      return answer(assumption, false, "missed in every minute");
    }
    long missed = seen.times(alarm, StateValue.ALARM, settled, end);
    return answer(
        assumption,
        missed == 0,
        "missed " + missed + " times in " + seen.lateMinutes() + " minutes");
  }

  private static Answer answer(String assumption, boolean holds, String evidence) {
    return new Answer(assumption, holds ? Verdict.CONFIRMED : Verdict.REFUTED, evidence);
  }

  private static Answer unanswered(String assumption, String evidence) {
    return new Answer(assumption, Verdict.NOT_ANSWERED, evidence);
  }
}
