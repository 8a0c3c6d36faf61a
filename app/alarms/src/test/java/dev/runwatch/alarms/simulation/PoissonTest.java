/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The events of a mean are those of the formula. */
class PoissonTest {

  private static final int DRAWS = 200_000;

  @ParameterizedTest
  @ValueSource(doubles = {1e-6, 0.004, 0.2, 1, 9.5, 100, 512})
  void everyNumberOfEventsIsAsLikelyAsTheFormulaSays(double mean) {
    Poisson poisson = new Poisson(mean);
    double probability = Math.exp(-mean);
    double total = 0;
    for (int events = 0; events < mean + 8 * Math.sqrt(mean) + 3; events++) {
      if (probability > 1e-9) {
        assertThat(poisson.events(Math.min(total + 1e-12, 1 - 1e-12))).isEqualTo(events);
        assertThat(poisson.events(Math.min(total + probability - 1e-11, 1 - 1e-12)))
            .isEqualTo(events);
      }
      total += probability;
      probability *= mean / (events + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.2, 20, 300, 512.5, 3000})
  void theMeanAndTheVarianceOfDrawsAreTheMean(double mean) {
    Chance chance = new Chance(1, new Distributions());
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
      double events = chance.events(mean);
      sum += events;
      squares += (events - mean) * (events - mean);
    }
    double error = 5 * Math.sqrt(mean / DRAWS);
    assertThat(sum / DRAWS).isCloseTo(mean, within(error));
    assertThat(squares / DRAWS / mean).isCloseTo(1, within(0.05));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.2, 512})
  void theLargestLevelHasAnEnd(double mean) {
    assertThat(new Poisson(mean).events(Math.nextDown(1.0))).isLessThan(1_000);
  }
}
