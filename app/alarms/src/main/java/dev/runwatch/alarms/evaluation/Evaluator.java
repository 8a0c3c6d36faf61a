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
 * Evaluates one range of data points by the rules that AWS documents under "Configuring how
 * CloudWatch alarms treat missing data".
 *
 * <p>CloudWatch retrieves more data points than the N that it evaluates. How many more is not
 * published, so it is a parameter: the size of the range.
 *
 * <ul>
 *   <li>With N or more real points, the newest N of them decide.
 *   <li>With fewer, {@code breaching} and {@code notBreaching} fill up to N with points of that
 *       kind.
 *   <li>With fewer, {@code missing} and {@code ignore} decide on the real points. M breaching
 *       points are ALARM. A point that does not breach is OK. Otherwise {@code ignore} keeps the
 *       state, and under {@code missing} it is ALARM ahead of time if the oldest point is at least
 *       M periods old, and INSUFFICIENT_DATA if it is younger or if there is no point at all.
 * </ul>
 *
 * <p>AWS's tables show all of this. The row of one young breaching point was in the tables of 2019
 * and is not in those of today. Stateless and thread-safe.
 */
public final class Evaluator {

  /** The data points that are retrieved beyond N: AWS's tables show two for N = 3. */
  public static final int DEFAULT_EXTRA = 2;

  private Evaluator() {}

  /**
   * Evaluates a range once.
   *
   * @param rule the alarm's rule
   * @param range the retrieved data points, newest last
   * @param samples the sample counts of the data points, or {@link SampleCounts#ALL_COUNT} where
   *     they do not matter
   * @param before the state before the evaluation
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
    if (ignore) {
      return new Verdict(rule, range, real, before, Verdict.Ground.IGNORED);
    }
    return age < rule.datapointsToAlarm()
        ? new Verdict(rule, range, real, AlarmState.INSUFFICIENT_DATA, Verdict.Ground.NO_DATA)
        : verdict(rule, range, real, /* alarm= */ true, Verdict.Ground.DATA);
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
