/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.runwatch.metrics.MetricSpec.Publisher;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RecordersTest {

  private static final Environment TEST = new Environment("test");
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void countersExistAtZeroBeforeAnythingHappened() {
    CoordinatorMetrics.on(registry, TEST);
    RunnerMetrics.on(registry, TEST);
    for (String name :
        List.of(
            "runs_created_total",
            "runs_completed_total",
            "runs_failed_total",
            "runs_stopped_total",
            "runs_retried_total",
            "runs_executed_total",
            "heartbeat_failures_total",
            "runner_faults_total")) {
      assertThat(registry.get(name).tag("Environment", "test").counter().count()).as(name).isZero();
    }
  }

  @Test
  void coordinatorRecordsExactlyItsRowsOfTheCatalogue() {
    CoordinatorMetrics metrics = CoordinatorMetrics.on(registry, TEST);
    metrics.observe(new FixedState());
    metrics.requestServed("POST /runs", 201, Duration.ofMillis(7));
    assertThat(recordedNames()).isEqualTo(catalogueNames(Publisher.COORDINATOR));
  }

  @Test
  void runnerRecordsExactlyItsRowsOfTheCatalogue() {
    RunnerMetrics metrics = RunnerMetrics.on(registry, TEST);
    metrics.observe(new FixedRunner());
    assertThat(recordedNames()).isEqualTo(catalogueNames(Publisher.RUNNER));
  }

  @Test
  void latencyIsKeptByRouteAndStatusClass() {
    CoordinatorMetrics metrics = CoordinatorMetrics.on(registry, TEST);
    metrics.requestServed("POST /runs", 201, Duration.ofMillis(5));
    metrics.requestServed("POST /runs", 200, Duration.ofMillis(5));
    metrics.requestServed("POST /runs", 422, Duration.ofMillis(5));
    var ok =
        registry.get("request_latency_seconds").tags("Route", "POST /runs", "StatusClass", "2xx");
    assertThat(ok.timer().count()).isEqualTo(2);
    assertThat(ok.timer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(10);
    assertThat(registry.get("request_latency_seconds").tag("StatusClass", "4xx").timer().count())
        .isEqualTo(1);
  }

  @Test
  void theWaitOfARunIsATimer() {
    CoordinatorMetrics.on(registry, TEST).runWaited(Duration.ofMillis(40));
    assertThat(registry.get("run_wait_seconds").timer().totalTime(TimeUnit.MILLISECONDS))
        .isEqualTo(40);
  }

  @Test
  void gaugesReadTheStateEachTime() {
    FixedState state = new FixedState();
    CoordinatorMetrics.on(registry, TEST).observe(state);
    assertThat(registry.get("runs_pending_count").gauge().value()).isEqualTo(3);
    state.pending = 51;
    assertThat(registry.get("runs_pending_count").gauge().value()).isEqualTo(51);
    assertThat(registry.get("oldest_pending_age_seconds").gauge().value()).isEqualTo(1.5);
    assertThat(registry.get("coordinator_healthy").gauge().value()).isEqualTo(1);
  }

  @Test
  void aGaugeWhoseStateFailsHasNoValue() {
    CoordinatorMetrics.on(registry, TEST)
        .observe(
            new FixedState() {
              @Override
              public long pendingRuns() {
                throw new IllegalStateException("store is gone");
              }
            });
    assertThat(registry.get("runs_pending_count").gauge().value()).isNaN();
  }

  @Test
  void theNoopsRecordNothingAndNeverThrow() {
    assertThatCode(
            () -> {
              CoordinatorMetrics.NOOP.runCreated();
              CoordinatorMetrics.NOOP.requestServed("", 0, Duration.ZERO);
              RunnerMetrics.NOOP.runExecuted(Duration.ZERO);
              RunnerMetrics.NOOP.heartbeatFailed();
              RunnerMetrics.NOOP.runnerFault();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void anEnvironmentsNameIsChecked() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Environment("prod eu"))
        .withMessageContaining("'prod eu'");
  }

  private Set<String> recordedNames() {
    Set<String> names = new TreeSet<>();
    for (Meter meter : registry.getMeters()) {
      names.add(meter.getId().getName());
    }
    return names;
  }

  /** Without the publisher's own account, which the way to CloudWatch records itself. */
  private static Set<String> catalogueNames(Publisher publisher) {
    Set<String> names = new TreeSet<>();
    MetricCatalogue.publishedBy(publisher).stream()
        .map(MetricSpec::name)
        .filter(name -> !name.startsWith("telemetry_"))
        .forEach(names::add);
    return names;
  }

  private static class FixedState implements CoordinatorMetrics.State {
    long pending = 3;

    @Override
    public long pendingRuns() {
      return pending;
    }

    @Override
    public long runningRuns() {
      return 4;
    }

    @Override
    public long recentlyFailed() {
      return 1;
    }

    @Override
    public long recentlyEnded() {
      return 5;
    }

    @Override
    public Duration oldestPendingAge() {
      return Duration.ofMillis(1500);
    }

    @Override
    public long onlineRunners() {
      return 1;
    }

    @Override
    public long sseConnections() {
      return 2;
    }

    @Override
    public boolean healthy() {
      return true;
    }
  }

  private static final class FixedRunner implements RunnerMetrics.State {
    @Override
    public boolean coordinatorReachable() {
      return true;
    }

    @Override
    public int slotsTotal() {
      return 4;
    }

    @Override
    public int slotsBusy() {
      return 1;
    }
  }
}
