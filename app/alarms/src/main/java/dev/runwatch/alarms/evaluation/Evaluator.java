/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.evaluation;

import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.Rule;
import dev.runwatch.alarms.definition.TreatMissingData;
import java.util.Arrays;

/**
 * The verdict on one evaluation range, by the rules that AWS documents.
 *
 * <p>CloudWatch retrieves more data points than the N it evaluates; how many more is not published,
 * so it is a parameter. Of that range:
 *
 * <ul>
 *   <li>With N or more real points the newest N of them decide, and missing data is ignored.
 *   <li>With fewer, as many missing points are filled in as N lacks. {@code breaching} and {@code
 *       notBreaching} fill in what they say.
 *   <li>{@code missing} and {@code ignore} fill in nothing that counts: M breaching points are an
 *       alarm; without any point it is INSUFFICIENT_DATA, or the state before; a point that does
 *       not breach makes it OK. When all real points breach and the oldest is at least M periods
 *       old it is an alarm ahead of time ({@code missing}) or the state before ({@code ignore});
 *       when it is younger, OK.
 * </ul>
 *
 * <p>Ten rows of AWS's tables say all of this but its last half-sentence, which no current text
 * covers. Stateless, thread-safe.
 */
public final class Evaluator {

  /** How many data points more than N are retrieved: what AWS's tables show for N = 3. */
  public static final int DEFAULT_EXTRA = 2;

  private Evaluator() {}

  /**
   * Evaluates a range once.
   *
   * @param rule the alarm's rule
   * @param range the data points that were retrieved, newest last
   * @param samples how many samples each data point is made of, for a percentile that too few
   *     samples disqualify; otherwise any series
   * @param before the state before
   */
  public static Verdict evaluate(Rule rule, Series range, SampleCounts samples, AlarmState before) {
    int n = rule.evaluationPeriods();
    int m = rule.datapointsToAlarm();
    int[] real = real(range);
    int[] considered =
        real.length > n ? Arrays.copyOfRange(real, real.length - n, real.length) : real;
    if (samples.tooFew(considered)) {
      return new Verdict(rule, range, considered, before, Verdict.Ground.LOW_SAMPLES);
    }
    int breaching = 0;
    for (int index : considered) {
      breaching += rule.breaches(range.raw(index)) ? 1 : 0;
    }
    if (real.length >= n) {
      return verdict(rule, range, considered, breaching >= m, Verdict.Ground.DATA);
    }
    int fill = n - real.length;
    return switch (rule.treatMissingData()) {
      case BREACHING ->
          verdict(rule, range, considered, breaching + fill >= m, Verdict.Ground.FILLED);
      case NOT_BREACHING -> verdict(rule, range, considered, breaching >= m, Verdict.Ground.FILLED);
      case MISSING, IGNORE -> sparse(rule, range, considered, breaching, before);
    };
  }

  private static Verdict sparse(
      Rule rule, Series range, int[] real, int breaching, AlarmState before) {
    boolean ignore = rule.treatMissingData() == TreatMissingData.IGNORE;
    if (breaching >= rule.datapointsToAlarm()) {
      return verdict(rule, range, real, /* alarm= */ true, Verdict.Ground.DATA);
    }
    if (real.length == 0) {
      return ignore
          ? new Verdict(rule, range, real, before, Verdict.Ground.IGNORED)
          : new Verdict(rule, range, real, AlarmState.INSUFFICIENT_DATA, Verdict.Ground.NO_DATA);
    }
    if (breaching < real.length) {
      return verdict(rule, range, real, /* alarm= */ false, Verdict.Ground.DATA);
    }
    int age = range.size() - real[0];
    if (age < rule.datapointsToAlarm()) {
      return verdict(rule, range, real, /* alarm= */ false, Verdict.Ground.TOO_YOUNG);
    }
    return ignore
        ? new Verdict(rule, range, real, before, Verdict.Ground.IGNORED)
        : verdict(rule, range, real, /* alarm= */ true, Verdict.Ground.AHEAD_OF_TIME);
  }

  private static Verdict verdict(
      Rule rule, Series range, int[] considered, boolean alarm, Verdict.Ground ground) {
    return new Verdict(rule, range, considered, alarm ? AlarmState.ALARM : AlarmState.OK, ground);
  }

  private static int[] real(Series range) {
    int[] indices = new int[range.size()];
    int count = 0;
    for (int i = 0; i < indices.length; i++) {
      if (!Double.isNaN(range.raw(i))) {
        indices[count++] = i;
      }
    }
    return Arrays.copyOf(indices, count);
  }
}
