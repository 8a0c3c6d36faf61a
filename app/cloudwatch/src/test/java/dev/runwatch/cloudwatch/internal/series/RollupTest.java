/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

final class RollupTest {
  private static final List<SeriesKey> KEY =
      List.of(new SeriesKey("depth", List.of(), StandardUnit.NONE));

  private final Rollup rollup = new Rollup(0.015);
  private final List<DropReason> dropped = new ArrayList<>();
  private final List<List<Datum>> handedOver = new ArrayList<>();

  private Rollup.Outlet outlet(int portion) {
    return new Rollup.Outlet(
        new MetricSetBudget(1000, Set.of()),
        (reason, key) -> dropped.add(reason),
        handedOver::add,
        portion,
        () -> {});
  }

  @Test
  void aGaugeThatIsNoNumberDoesNotHideTheOthersOfItsSeries() {
    rollup.greatest(1, KEY, Double.NaN);
    rollup.greatest(1, KEY, 5);
    rollup.greatest(1, KEY, Double.POSITIVE_INFINITY);
    rollup.total(2, KEY, 3);
    rollup.total(2, KEY, Double.NaN);
    rollup.total(2, KEY, 4);
    rollup.drain(Instant::ofEpochSecond, outlet(100));
    assertThat(handedOver.stream().flatMap(List::stream))
        .extracting(datum -> datum.values()[0])
        .containsExactly(5.0, 7.0);
    assertThat(dropped)
        .containsExactly(DropReason.NOT_FINITE, DropReason.NOT_FINITE, DropReason.NOT_FINITE);
  }

  @Test
  void aHandOverThatFailsIsTriedOnceMoreWithoutWhatWasHandedOver() {
    for (int i = 0; i < 3; i++) {
      rollup.sum(i, KEY, i);
    }
    Rollup.Outlet failing =
        new Rollup.Outlet(
            new MetricSetBudget(1000, Set.of()),
            (reason, key) -> dropped.add(reason),
            data -> {
              if (data.get(0).values()[0] == 1) {
                throw new IllegalStateException("thrown by the test");
              }
              handedOver.add(data);
            },
            100,
            () -> {});
    org.assertj.core.api.Assertions.assertThatThrownBy(
            () -> rollup.drain(Instant::ofEpochSecond, failing))
        .hasMessage("thrown by the test");
    rollup.drain(Instant::ofEpochSecond, outlet(100));
    assertThat(handedOver)
        .extracting(data -> data.get(0).values()[0])
        .containsExactly(0.0, 1.0, 2.0);
  }
}
