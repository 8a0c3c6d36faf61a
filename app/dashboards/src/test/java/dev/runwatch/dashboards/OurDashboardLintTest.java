/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.metrics.MetricCatalogue;
import dev.runwatch.metrics.MetricSpec;
import dev.runwatch.testing.Repository;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What contradicts the catalogue and the alarms, each planted by one change to a sound body. */
final class OurDashboardLintTest {

  private static final List<AlarmDefinition> ALARMS =
      DefinitionLoader.loadAll(Repository.root().resolve("alarms")).stream()
          .filter(alarm -> alarm.name().equals("queue-backing-up"))
          .toList();

  private static final String SOUND =
      Planted.text("our-sound.json")
          .replace(
              "ROWS",
              MetricCatalogue.onCloudWatch().stream()
                  .map(OurDashboardLintTest::row)
                  .collect(Collectors.joining(", ")));

  @Test
  void aSoundBodyHasNoFault() {
    assertThat(faults(SOUND)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("planted")
  void aPlantedFaultIsReportedWithItsPlaceAndTheFix(Planted planted) {
    assertThat(faults(planted.in(SOUND)))
        .anySatisfy(it -> assertThat(it).startsWith(planted.fault()));
  }

  static Stream<Planted> planted() {
    return Planted.all("our-planted-faults.txt");
  }

  @Test
  void aMetricOfTheCatalogueThatIsOnNoWidgetIsReported() {
    String row = row(MetricCatalogue.find("sse_connections_count").orElseThrow());
    assertThat(faults(SOUND.replace(row + ", ", "")))
        .containsExactly(
            "8 /widgets: show sse_connections_count nowhere, which is in the catalogue; add it to"
                + " one");
  }

  @Test
  void aQuantityIsTheSameWithOtherIdsAndSpaces() {
    String renamed =
        SOUND.replace("\"m1\"", "\"waiting\"").replace("IF(m2 > 0, m1)", "IF( m2>0,waiting )");
    assertThat(faults(renamed)).isEmpty();
  }

  @Test
  void aSumOfGaugesIsRightInMinutesOfTheBody() {
    String drawn =
        SOUND.replace(
            "\"id\": \"m5\", \"stat\": \"Sum\", \"visible\": false",
            "\"id\": \"m5\", \"stat\": \"Sum\"");
    assertThat(faults(drawn)).hasSize(1);
    assertThat(
            faults(
                drawn.replace("\"variables\"", "\"periodOverride\": \"inherit\", \"variables\"")))
        .isEmpty();
  }

  @Test
  void alarmsOfAShorterMinuteAndABoundNamespaceAreTheSameQuantities() {
    List<AlarmDefinition> scaled =
        ALARMS.stream()
            .map(alarm -> alarm.bound("local", "Other").scaledTo(Duration.ofSeconds(2)))
            .toList();
    assertThat(DashboardLint.ours(SOUND, scaled)).isEmpty();
  }

  private static String row(MetricSpec spec) {
    return "[\"@@namespace@@\", \"%s\", \"Environment\", \"@@environment@@\", {\"stat\": \"%s\"}]"
        .formatted(spec.name(), spec.defaultStatistic());
  }

  private static List<String> faults(String json) {
    return DashboardLint.ours(json, ALARMS).stream()
        .map(it -> it.place().line() + " " + it)
        .toList();
  }
}
