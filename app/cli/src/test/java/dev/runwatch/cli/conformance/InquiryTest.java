/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.evaluation.Assumptions;
import dev.runwatch.cli.conformance.Answer.Verdict;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The questions to a CloudWatch that behaves as it is told. */
final class InquiryTest {

  private static final Duration HALF = Duration.ofSeconds(30);

  @Test
  void aCloudWatchAsAssumedConfirmsEveryAssumption() {
    List<Answer> answers = ask(Assumptions.DEFAULT, HALF);
    assertThat(answers)
        .allSatisfy(it -> assertThat(it.verdict()).as(it.toString()).isEqualTo(Verdict.CONFIRMED))
        .hasSize(5);
    assertThat(answers.get(0).evidence()).isEqualTo("N + 2 for N = 1, N + 2 for N = 3");
  }

  @Test
  void anotherEvaluationRangeIsTold() {
    Answer range = ask(Assumptions.DEFAULT.withExtra(4), HALF).get(0);
    assertThat(range.verdict()).isEqualTo(Verdict.REFUTED);
    assertThat(range.evidence()).isEqualTo("N + 4 for N = 1, N + 4 for N = 3");
  }

  @Test
  void aFillThatAddsNothingToAnAbsentMetricIsTold() {
    List<Answer> answers = ask(Assumptions.DEFAULT.withoutFillOfAbsent(), HALF);
    assertThat(answers.get(1).verdict()).isEqualTo(Verdict.REFUTED);
    assertThat(answers.get(2).verdict()).isEqualTo(Verdict.NOT_ANSWERED);
  }

  @Test
  void aWarmUpThatFilledPointsEndIsTold() {
    Answer warmUp = ask(Assumptions.DEFAULT.withFilledEndingWarmUp(), HALF).get(2);
    assertThat(warmUp.verdict()).isEqualTo(Verdict.REFUTED);
    assertThat(warmUp.assumption()).isEqualTo("points that FILL adds do not end a warm-up");
  }

  @Test
  void anEvaluationBeforePromptDataAreThereIsTold() {
    List<Answer> answers = ask(Assumptions.DEFAULT, Duration.ofSeconds(5));
    assertThat(answers.get(3).verdict()).isEqualTo(Verdict.REFUTED);
    assertThat(answers.get(3).evidence()).startsWith("missed in every minute");
    assertThat(answers.get(4).verdict()).as("at the next one").isEqualTo(Verdict.CONFIRMED);
  }

  @Test
  void theTemporaryAlarmsHaveNoActionAndAreDeleted() {
    SimulatedCloudWatch cloudWatch = new SimulatedCloudWatch(Assumptions.DEFAULT, HALF);
    Cleanup cleanup = new Cleanup();
    ask(cloudWatch, cleanup);
    assertThat(cloudWatch.made)
        .hasSize(7)
        .allSatisfy(it -> assertThat(it.actionsEnabled()).isFalse())
        .allSatisfy(it -> assertThat(it.alarmName()).startsWith("runwatch-dev_conformance-"));
    assertThat(cloudWatch.alarms).isEmpty();
    assertThat(cleanup.end()).isEmpty();
  }

  @Test
  void aSignalWhileItAsksDeletesThem() {
    SimulatedCloudWatch cloudWatch = new SimulatedCloudWatch(Assumptions.DEFAULT, HALF);
    Cleanup cleanup = new Cleanup();
    cloudWatch.interruptAfter = Duration.ofMinutes(5);
    try {
      ask(cloudWatch, cleanup);
    } catch (InterruptedConformanceException e) {
      assertThat(cloudWatch.alarms).hasSize(7);
    }
    assertThat(cleanup.end()).isEmpty();
    assertThat(cloudWatch.alarms).isEmpty();
  }

  private static List<Answer> ask(Assumptions assumptions, Duration phase) {
    return ask(new SimulatedCloudWatch(assumptions, phase), new Cleanup());
  }

  private static List<Answer> ask(SimulatedCloudWatch cloudWatch, Cleanup cleanup) {
    return new Inquiry(
            cloudWatch,
            cloudWatch,
            new ProbeAlarms("runwatch-dev_conformance-", "RunwatchConformance"),
            cleanup)
        .ask();
  }
}
