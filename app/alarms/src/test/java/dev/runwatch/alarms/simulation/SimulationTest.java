/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.alarms.definition.TreatMissingData;
import dev.runwatch.metrics.MetricCatalogue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private static final AlarmDefinition PENDING =
      Alarms.plain(
              Alarms.above(0.5, 1, 1, TreatMissingData.NOT_BREACHING),
              "Maximum",
              Duration.ofMinutes(1))
          .metric(stat(MetricCatalogue.RUNS_FAILED, Duration.ofMinutes(1)))
          .build();

  private static MetricStat stat(String name, Duration period) {
    return new MetricStat("Test", name, Map.of(), Statistic.SUM, period, null);
  }

  private static Model model(double runs, List<Double> steady, List<Double> steps) {
    return new Model(
        Conditions.DEFAULT.with(Parameter.FAILURE_RATE, 0.001),
        Parameter.RUNS_PER_MINUTE,
        List.of(runs),
        Parameter.FAILURE_RATE,
        steady,
        steps);
  }

  @Test
  void notificationsOfIndependentFailuresAreAsManyAsProbabilitySays() {
    // A minute breaches with probability b; an episode begins with each breach after none.
    double b = 1 - Math.exp(-0.1);
    Characteristic result =
        new Simulation(PENDING, model(1, List.of(0.1), List.of()), 400_000, 1, 7).run();
    assertThat(result.steady().get(0).perMonth()).isCloseTo(43_200 * b * (1 - b), within(60.0));
    assertThat(result.steady().get(0).minutes()).isEqualTo(400_000);
  }

  @Test
  void theFirstFailureAfterAStepIsDetectedWhenProbabilitySays() {
    Characteristic result =
        new Simulation(PENDING, model(0.1, List.of(), List.of(1.0)), 1, 4000, 7).run();
    StepResult step = result.steps().get(0);
    double perMinute = 1 - Math.exp(-0.1);
    assertThat(step.mean()).isCloseTo(1 / perMinute, within(0.6));
    assertThat(step.missed()).isZero();
    assertThat(step.percentile(0.5)).isCloseTo(Math.log(2) / 0.1, within(1.0));
  }

  @Test
  void aChangeThatIsNeverNoticedIsNotTimed() {
    Characteristic result =
        new Simulation(PENDING, model(0.1, List.of(), List.of(0.0)), 1, 3, 7).run();
    assertThat(result.steps().get(0).missed()).isEqualTo(3);
    assertThat(result.steps().get(0).percentile(0.5)).isInfinite();
  }

  @Test
  void theSameSeedGivesTheSameResultAndAnotherSeedAnotherOne() {
    Model model = model(1, List.of(0.1), List.of(0.5));
    Characteristic first = new Simulation(PENDING, model, 120_000, 50, 3).run();
    assertThat(new Simulation(PENDING, model, 120_000, 50, 3).run()).isEqualTo(first);
    assertThat(new Simulation(PENDING, model, 120_000, 50, 4).run()).isNotEqualTo(first);
  }

  @Test
  void anAlarmOfLongerPeriodsIsSimulatedToo() {
    AlarmDefinition sliding =
        PENDING.toBuilder()
            .metric(stat(MetricCatalogue.RUNS_FAILED, Duration.ofMinutes(15)))
            .build();
    Characteristic result =
        new Simulation(sliding, model(1, List.of(0.02), List.of()), 20_000, 1, 7).run();
    // Fewer and longer episodes than with one minute: each failure stays in 15 windows.
    assertThat(result.steady().get(0).perMonth()).isBetween(500.0, 800.0);
  }

  @Test
  void aMetricThatThePlatformDoesNotPublishIsRefused() {
    AlarmDefinition other = Alarms.plain(PENDING.rule(), "Sum", Duration.ofMinutes(1)).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Simulation(other, model(1, List.of(1.0), List.of()), 1, 1, 1))
        .withMessage("the simulated platform does not publish 'depth'");
  }

  @Test
  void theLimitIsThatOfSequentialDetection() {
    SteadyResult steady = new SteadyResult(1, 0.05, 1_000_000, 58, 0, 0, 0, 0);
    double divergence = 0.5 * Math.log(10) + 0.5 * Math.log(0.5 / 0.95);
    assertThat(Limit.minutes(List.of(steady), 1, 0.5))
        .hasValueCloseTo(Math.log(1_000_000 / 58.0) / divergence, within(1e-9));
    assertThat(Limit.minutes(List.of(steady), 10, 0.5))
        .hasValueCloseTo(Math.log(10_000_000 / 58.0) / divergence / 10, within(1e-9));
  }

  @Test
  void thePlotIsADrawingWithALineForEachGroup() {
    Model model =
        new Model(
            Conditions.DEFAULT,
            Parameter.RUNS_PER_MINUTE,
            List.of(1.0, 10.0),
            Parameter.FAILURE_RATE,
            List.of(0.05, 0.1),
            List.of(0.5, 1.0));
    String svg = Plot.svg(new Simulation(PENDING, model, 20_000, 20, 1).run());
    assertThat(svg).startsWith("<svg ").endsWith("</svg>\n").doesNotContain("NaN", "Infinity");
    assertThat(svg.split("stroke-width=\"2\"", -1)).hasSize(5);
  }
}
