/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runwatch.cloudwatch.internal.recording.AmountRecorder;
import dev.runwatch.cloudwatch.internal.recording.Distribution;
import dev.runwatch.cloudwatch.internal.recording.LatencyRecorder;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is sent has the percentiles of what was recorded, within the stated error, and its sum,
 * count and extremes, exactly.
 */
final class AccuracyTest {
  private static final double WANTED = 0.015;
  private static final int MOST = 300;

  /** How values are distributed, in seconds. */
  enum Shape {
    LOGNORMAL(r -> 0.05 * Math.exp(0.8 * r.nextGaussian())),
    WIDE_LOGNORMAL(r -> 0.05 * Math.exp(1.9 * r.nextGaussian())),
    HEAVY_JOBS(r -> 60 * Math.exp(1.6 * r.nextGaussian())),
    LOG_UNIFORM(r -> Math.pow(10, -6 + 9 * r.nextDouble())),
    PARETO(r -> 0.01 * Math.pow(1 - r.nextDouble(), -1 / 1.1)),
    BIMODAL(
        r ->
            r.nextInt(10) < 8
                ? Math.max(1e-4, 0.01 + 0.002 * r.nextGaussian())
                : Math.max(1e-4, 1.5 + 0.3 * r.nextGaussian())),
    WHOLE_MILLISECONDS(r -> (1 + r.nextInt(400)) / 1000.0),
    TIMEOUTS(r -> r.nextInt(4) == 0 ? 30 : 0.02 * Math.exp(0.5 * r.nextGaussian())),
    CONSTANT(r -> 0.25);

    private final ToDoubleFunction<Random> sample;

    Shape(ToDoubleFunction<Random> sample) {
      this.sample = sample;
    }

    double[] nanos(int n, double factor, Random random) {
      double[] nanos = new double[n];
      for (int i = 0; i < n; i++) {
        long value = (long) (factor * sample.applyAsDouble(random) * 1e9);
        // Beyond 104 days the recorder has a resolution of 2 microseconds.
        nanos[i] = (double) (value < 1L << 53 ? value : value & -2048);
      }
      return nanos;
    }
  }

  /** What several instances recorded, and what they send. */
  private static final class Fleet {
    private final List<double[]> truth = new ArrayList<>();
    private final List<double[]> sent = new ArrayList<>();
    private double statedError;
    private int mostValues;

    void instance(double[] nanos) {
      StepTime time = new StepTime(new MockClock(), Duration.ofMinutes(1));
      LatencyRecorder recorder = new LatencyRecorder(time);
      for (double value : nanos) {
        recorder.record((long) value);
      }
      List<Distribution> drained = new ArrayList<>();
      recorder.drain(Long.MIN_VALUE, (step, d) -> drained.add(d));
      Grouping grouping = Grouping.fit(drained.get(0), 1e9, WANTED, MOST);
      double[] seconds = Arrays.stream(nanos).map(value -> value / 1e9).sorted().toArray();
      assertExact(grouping, seconds);
      truth.add(seconds);
      sent.add(expanded(grouping));
      statedError = Math.max(statedError, grouping.error());
      mostValues = Math.max(mostValues, grouping.values().length);
    }

    /** From the 25th to the 99.9th, in steps of a tenth. */
    double worstError() {
      double[] exact = truth.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
      double[] near = sent.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
      double worst = 0;
      for (int tenths = 250; tenths <= 999; tenths++) {
        int rank = (int) Math.ceil(tenths / 1000.0 * exact.length);
        worst = Math.max(worst, Math.abs(near[rank - 1] / exact[rank - 1] - 1));
      }
      return worst;
    }
  }

  private static double[] expanded(Grouping grouping) {
    double[] all = new double[(int) Arrays.stream(grouping.counts()).sum()];
    int n = 0;
    for (int v = 0; v < grouping.values().length; v++) {
      Arrays.fill(all, n, n += (int) grouping.counts()[v], grouping.values()[v]);
    }
    Arrays.sort(all);
    return all;
  }

  private static void assertExact(Grouping grouping, double[] sorted) {
    double sum = Arrays.stream(sorted).sum();
    double sentSum = 0;
    for (int v = 0; v < grouping.values().length; v++) {
      sentSum += grouping.values()[v] * grouping.counts()[v];
    }
    assertThat(sentSum).isCloseTo(sum, within(sum * 1e-12));
    assertThat(Arrays.stream(grouping.counts()).sum()).isEqualTo(sorted.length);
    assertThat(Arrays.stream(grouping.values()).distinct().count())
        .isEqualTo(grouping.values().length)
        .isLessThanOrEqualTo(MOST);
    assertThat(Arrays.stream(grouping.values()).min()).hasValue(sorted[0]);
    assertThat(Arrays.stream(grouping.values()).max()).hasValue(sorted[sorted.length - 1]);
  }

  @ParameterizedTest
  @EnumSource
  void everyPercentileIsWithinTheStatedErrorWhateverTheShapeAndTheNumberOfSamples(Shape shape) {
    for (int n : new int[] {1, 2, 3, 20, 600, 1000, 5000, 20_000, 100_000}) {
      for (int seed = 0; seed < (n > 5000 ? 2 : 6); seed++) {
        Fleet fleet = new Fleet();
        fleet.instance(shape.nanos(n, 1, new Random(31L * seed + n)));
        assertThat(fleet.worstError())
            .as("%s, %s samples, seed %s", shape, n, seed)
            .isLessThanOrEqualTo(fleet.statedError + 1e-12);
        // A greater error is stated only when there is no room for more values.
        assertThat(fleet.statedError <= WANTED || fleet.mostValues > MOST - 15)
            .as("%s with %s samples: %s", shape, n, fleet.statedError)
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void everyPercentileOfAFleetOfFastAndSlowInstancesIsWithinTheErrorThatTheyState(Shape shape) {
    for (double slow : new double[] {3, 10, 100, 3000}) {
      Random random = new Random((long) slow);
      Fleet fleet = new Fleet();
      fleet.instance(shape.nanos(2000, 1, random));
      fleet.instance(shape.nanos(700, 1.1, random));
      fleet.instance(shape.nanos(5000, 0.9, random));
      fleet.instance(shape.nanos(2500, slow, random));
      assertThat(fleet.worstError())
          .as("%s, an instance %s times as slow", shape, slow)
          .isLessThanOrEqualTo(fleet.statedError + 1e-12);
    }
  }

  @Test
  void wideShapesStateTheGreaterErrorThatTheyHave() {
    Fleet fleet = new Fleet();
    fleet.instance(Shape.LOG_UNIFORM.nanos(100_000, 1, new Random(1)));
    assertThat(fleet.statedError).isBetween(0.03, 0.04);
    assertThat(fleet.worstError()).isBetween(0.02, fleet.statedError);
  }

  @ParameterizedTest
  @CsvSource({"0.005, 300", "0.015, 105", "0.03, 65", "0.1, 24"})
  void anErrorThatIsGreaterTakesFewerValues(double wanted, int values) {
    StepTime time = new StepTime(new MockClock(), Duration.ofMinutes(1));
    LatencyRecorder recorder = new LatencyRecorder(time);
    for (double nanos : Shape.LOGNORMAL.nanos(600, 1, new Random(5))) {
      recorder.record((long) nanos);
    }
    List<Grouping> fits = new ArrayList<>();
    recorder.drain(Long.MIN_VALUE, (step, d) -> fits.add(Grouping.fit(d, 1e9, wanted, MOST)));
    assertThat(fits.get(0).error()).isLessThanOrEqualTo(wanted);
    assertThat(fits.get(0).values().length).isLessThanOrEqualTo(values);
  }

  @Test
  void manyValuesAreSentWithShortMantissas() {
    StepTime time = new StepTime(new MockClock(), Duration.ofMinutes(1));
    LatencyRecorder recorder = new LatencyRecorder(time);
    for (double nanos : Shape.LOGNORMAL.nanos(600, 1, new Random(5))) {
      recorder.record((long) nanos);
    }
    List<Grouping> fits = new ArrayList<>();
    recorder.drain(Long.MIN_VALUE, (step, d) -> fits.add(Grouping.fit(d, 1e9, WANTED, MOST)));
    long full =
        Arrays.stream(fits.get(0).values())
            .filter(value -> Double.doubleToRawLongBits(value) << 28 != 0)
            .count();
    // The least, the greatest, and the one that takes up what rounding adds.
    assertThat(full).isLessThanOrEqualTo(3);
  }

  @Test
  void fewDifferentAmountsAreSentAsTheyWereRecorded() {
    StepTime time = new StepTime(new MockClock(), Duration.ofMinutes(1));
    AmountRecorder recorder = new AmountRecorder(time);
    for (double amount : new double[] {0, 0, 0.1, 3, 7, 7, 1e9}) {
      recorder.record(amount);
    }
    List<Grouping> fits = new ArrayList<>();
    recorder.drain(Long.MIN_VALUE, (step, d) -> fits.add(Grouping.fit(d, 1, WANTED, MOST)));
    assertThat(fits.get(0).values()).containsExactly(0, 0.1, 3, 7, 1e9);
    assertThat(fits.get(0).counts()).containsExactly(2, 1, 1, 2, 1);
    assertThat(fits.get(0).error()).isZero();
  }
}
