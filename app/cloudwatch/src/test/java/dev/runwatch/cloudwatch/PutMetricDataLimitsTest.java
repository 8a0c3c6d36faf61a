/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.cloudwatch.fake.Stored;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Tag;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The limits of PutMetricData by its API reference, each reached and exceeded by one. Bytes of a
 * request are in {@code BatchPackerTest}, times of data in {@code DeliveryQueueTest}.
 */
final class PutMetricDataLimitsTest {
  private final RegistryHarness harness =
      new RegistryHarness(
          TestConfig.minutes().withBudget(3000).with("publisherMetricsEnabled", "false"));

  @AfterEach
  void close() {
    harness.close();
  }

  private List<Stored> published(String prefix) {
    harness.add(Duration.ofMinutes(1));
    harness.registry.publish();
    harness.settle();
    return harness.cloudWatch.stored().stream().filter(d -> d.name().startsWith(prefix)).toList();
  }

  private static List<Tag> tags(int size) {
    return IntStream.range(0, size).mapToObj(i -> Tag.of("tag" + i, "v")).toList();
  }

  @Test
  void aMetricNameHasAtMost255Characters() {
    harness.registry.counter("n".repeat(255)).increment();
    harness.registry.counter("n".repeat(256)).increment();
    assertThat(published("n"))
        .extracting(Stored::name)
        .contains("n".repeat(255))
        .doesNotHaveDuplicates()
        .hasSize(2)
        .allMatch(name -> name.length() == 255);
  }

  @Test
  void aMetricHasAtMost30Dimensions() {
    harness.registry.counter("thirty", tags(30)).increment();
    harness.registry.counter("more", tags(31)).increment();
    assertThat(published("thirty")).allMatch(d -> d.dimensions().size() == 30).isNotEmpty();
    assertThat(harness.cloudWatch.stored("more"))
        .allMatch(d -> d.dimensions().size() == 30)
        .isNotEmpty();
  }

  @Test
  void aDimensionHasAtMost255CharactersOfNameAnd1024OfValue() {
    harness.registry.counter("at", "k".repeat(255), "v".repeat(1024)).increment();
    harness.registry.counter("beyond", "k".repeat(256), "v".repeat(1025)).increment();
    assertThat(published("at").get(0).dimensions())
        .containsEntry("k".repeat(255), "v".repeat(1024));
    assertThat(harness.cloudWatch.stored("beyond").get(0).dimensions())
        .allSatisfy(
            (name, value) -> {
              assertThat(name).hasSize(255);
              assertThat(value).hasSize(1024);
            });
  }

  @Test
  void aDatumHasAtMost150Values() {
    DistributionSummary at = harness.registry.summary("s_at");
    DistributionSummary beyond = harness.registry.summary("s_beyond");
    // Wide enough apart that none can be joined.
    for (int i = 0; i < 151; i++) {
      at.record(Math.pow(1.1, Math.min(i, 149)));
      beyond.record(Math.pow(1.1, i));
    }
    assertThat(published("s_at")).hasSize(1).allMatch(d -> d.values().size() == 150);
    List<Stored> two = harness.cloudWatch.stored("s_beyond");
    assertThat(two).hasSize(2).allMatch(d -> d.values().size() <= 150);
    assertThat(two.stream().mapToDouble(Stored::sampleCount).sum()).isEqualTo(151);
  }

  @Test
  void aRequestHasAtMost1000Data() {
    // With the idle counter of the harness.
    for (int i = 0; i < 999; i++) {
      harness.registry.counter("c", "user", "u" + i).increment();
    }
    assertThat(published("c")).hasSize(999);
    assertThat(harness.cloudWatch.requests()).extracting(r -> r.data().size()).contains(1000);
    harness.registry.counter("c", "user", "one more").increment();
    published("c");
    assertThat(harness.cloudWatch.requests())
        .extracting(r -> r.data().size())
        .allMatch(size -> size <= 1000)
        .hasSizeGreaterThan(2);
  }

  @Test
  void aValueIsAtMostTwoToThe360() {
    double greatest = 0x1p360;
    // A gauge holds its number weakly.
    Map<String, Double> values =
        Map.of(
            "g_at",
            greatest,
            "g_least",
            -greatest,
            "g_beyond",
            Math.nextUp(greatest),
            "g_below",
            Math.nextDown(-greatest));
    values.forEach((name, value) -> harness.registry.gauge(name, values, held -> held.get(name)));
    DistributionSummary summary = harness.registry.summary("g_summary");
    summary.record(greatest);
    summary.record(Math.nextUp(greatest));
    assertThat(published("g_"))
        .extracting(Stored::name)
        .containsOnly("g_at", "g_least", "g_summary");
    assertThat(harness.cloudWatch.stored("g_summary").get(0).sampleCount()).isEqualTo(1);
    assertThat(harness.registry.deliveryStats().dropped().get("not_finite"))
        .isGreaterThanOrEqualTo(3);
    Reference.reachabilityFence(values);
  }

  @ParameterizedTest
  @ValueSource(strings = {":colon", "späti", "tab\there", "日本"})
  void namesAndValuesArePrintableAsciiAndBeginWithNoColon(String text) {
    harness.registry.counter("x" + text, "k" + text, text).increment();
    assertThat(published("x"))
        .isNotEmpty()
        .allSatisfy(
            d -> {
              assertThat(d.name()).matches("[ -~]+");
              assertThat(d.dimensions().keySet()).allMatch(key -> key.matches("[ -~]+"));
              assertThat(d.dimensions().values())
                  .allMatch(value -> value.matches("[!-9;-~][ -~]*"));
            });
  }

  @Test
  void aNamespaceHasAtMost255CharactersAndIsNotOneOfAws() {
    String most = "n".repeat(255);
    new RegistryHarness(TestConfig.minutes().with("namespace", most)).close();
    for (String wrong : List.of("n".repeat(256), "AWS/EC2", ":n", " ", "ä")) {
      assertThatThrownBy(() -> new RegistryHarness(TestConfig.minutes().with("namespace", wrong)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("namespace");
    }
  }

  @Test
  void dataAreKeptForAtMostTwoWeeks() {
    new RegistryHarness(TestConfig.minutes().with("maxAge", "14d")).close();
    assertThatThrownBy(() -> new RegistryHarness(TestConfig.minutes().with("maxAge", "15d")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxAge");
  }
}
