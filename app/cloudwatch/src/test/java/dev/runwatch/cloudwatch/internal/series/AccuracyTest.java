/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.runwatch.cloudwatch.internal.recording.Distribution;
import dev.runwatch.cloudwatch.internal.recording.LatencyRecorder;
import dev.runwatch.cloudwatch.internal.recording.StepTime;
import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is sent has the percentiles of what was recorded, nearly, and its sum, count and extremes,
 * exactly.
 */
final class AccuracyTest {

  private static final double[] PERCENTILES = {0.5, 0.9, 0.99, 0.999};

  /** How values are distributed, in seconds. */
  enum Shape {
    LOGNORMAL(r -> 0.05 * Math.exp(r.nextGaussian())),
    BIMODAL(
        r ->
            r.nextInt(10) < 8
                ? Math.max(1e-4, 0.01 + 0.002 * r.nextGaussian())
                : Math.max(1e-4, 1.5 + 0.3 * r.nextGaussian())),
    PARETO(r -> 0.01 * Math.pow(1 - r.nextDouble(), -1 / 1.1)),
    HEAVY_JOBS(r -> 60 * Math.exp(1.6 * r.nextGaussian()));

    private final ToDoubleFunction<Random> sample;

    Shape(ToDoubleFunction<Random> sample) {
      this.sample = sample;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LOGNORMAL, 1, 1, 0.025", "LOGNORMAL, 8, 1, 0.025", "LOGNORMAL, 1, 2, 0.015",
        "LOGNORMAL, 8, 2, 0.015",
    "BIMODAL, 1, 1, 0.025", "BIMODAL, 8, 1, 0.025", "BIMODAL, 1, 2, 0.015", "BIMODAL, 8, 2, 0.015",
    "PARETO, 1, 1, 0.025", "PARETO, 8, 1, 0.025", "PARETO, 1, 2, 0.015", "PARETO, 8, 2, 0.015",
    "HEAVY_JOBS, 1, 1, 0.025", "HEAVY_JOBS, 8, 1, 0.025", "HEAVY_JOBS, 1, 2, 0.015",
        "HEAVY_JOBS, 8, 2, 0.015",
  })
  void percentilesOfWhatIsSentAreNearTheTrueOnes(
      Shape shape, int instances, int data, double bound) {
    for (int seed = 0; seed < 6; seed++) {
      Random random = new Random(31L * seed + shape.ordinal());
      List<Double> truth = new ArrayList<>();
      TreeMap<Double, Double> sent = new TreeMap<>();
      double worstBound = 0;
      for (int i = 0; i < instances; i++) {
        StepTime time = new StepTime(new MockClock(), Duration.ofMinutes(1));
        LatencyRecorder recorder = new LatencyRecorder(time);
        double sum = 0;
        List<Double> own = new ArrayList<>();
        for (int n = 0; n < 5000; n++) {
          long nanos = (long) (shape.sample.applyAsDouble(random) * 1e9);
          recorder.record(nanos);
          own.add(nanos / 1e9);
          sum += nanos / 1e9;
        }
        truth.addAll(own);
        Distribution[] drained = {Distribution.EMPTY};
        recorder.drain(Long.MIN_VALUE, (step, d) -> drained[0] = d);
        Grouping grouping = Grouping.fit(drained[0], 1e9, 150 * data);
        worstBound = Math.max(worstBound, grouping.error());
        for (int v = 0; v < grouping.values().length; v++) {
          sent.merge(grouping.values()[v], grouping.counts()[v], Double::sum);
        }
        assertThat(grouping.values().length).isLessThanOrEqualTo(150 * data);
        double sentSum = 0;
        for (int v = 0; v < grouping.values().length; v++) {
          sentSum += grouping.values()[v] * grouping.counts()[v];
        }
        assertThat(sentSum).isCloseTo(sum, within(sum * 1e-12));
        assertThat(Arrays.stream(grouping.counts()).sum()).isEqualTo(5000);
        assertThat(grouping.values()[0]).isEqualTo(own.stream().min(Double::compare).orElseThrow());
        assertThat(grouping.values()[grouping.values().length - 1])
            .isEqualTo(own.stream().max(Double::compare).orElseThrow());
      }
      truth.sort(null);
      for (double percentile : PERCENTILES) {
        int rank = (int) Math.ceil(percentile * truth.size());
        double exact = truth.get(rank - 1);
        double error = Math.abs(ranked(sent, rank) / exact - 1);
        assertThat(error)
            .as("p%s of %s, seed %s", percentile * 100, shape, seed)
            .isLessThanOrEqualTo(bound);
        assertThat(error).isLessThanOrEqualTo(worstBound + 1e-9);
      }
    }
  }

  private static double ranked(TreeMap<Double, Double> values, int rank) {
    double seen = 0;
    for (var entry : values.entrySet()) {
      seen += entry.getValue();
      if (seen >= rank) {
        return entry.getKey();
      }
    }
    throw new AssertionError("rank " + rank + " of " + seen);
  }
}
