/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.metrics;

import static dev.runwatch.metrics.MetricSpec.Publisher.COORDINATOR;
import static dev.runwatch.metrics.MetricSpec.Publisher.RUNNER;

import dev.runwatch.metrics.MetricSpec.Idle;
import dev.runwatch.metrics.MetricSpec.Publisher;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every metric Runwatch publishes: the one source that recorders, publishers, alarms, dashboards
 * and documents are checked against.
 *
 * <p>Service-level metrics carry the dimension {@value #ENVIRONMENT} and never an instance:
 * CloudWatch aggregates what many publishers send under one dimension set, which is what makes
 * percentiles over the fleet right and keeps the bill independent of the fleet's size.
 */
public final class MetricCatalogue {

  /** The namespace in CloudWatch unless configured otherwise. */
  public static final String DEFAULT_NAMESPACE = "Runwatch";

  /** The dimension every metric carries. */
  public static final String ENVIRONMENT = "Environment";

  /** Method and path pattern of a request, such as {@code POST /runs}. */
  public static final String ROUTE = "Route";

  /** First digit of a response's status and two x, such as {@code 2xx}. */
  public static final String STATUS_CLASS = "StatusClass";

  /** Why a datum was dropped. */
  public static final String REASON = "Reason";

  public static final String RUNS_CREATED = "runs_created_total";
  public static final String RUNS_COMPLETED = "runs_completed_total";
  public static final String RUNS_FAILED = "runs_failed_total";
  public static final String RUNS_STOPPED = "runs_stopped_total";
  public static final String RUNS_RETRIED = "runs_retried_total";
  public static final String RUNS_FAILED_RECENT = "runs_failed_recent_count";
  public static final String RUNS_ENDED_RECENT = "runs_ended_recent_count";
  public static final String RUNS_PENDING = "runs_pending_count";
  public static final String RUNS_RUNNING = "runs_running_count";
  public static final String RUN_WAIT = "run_wait_seconds";
  public static final String RUNNERS_ONLINE = "runners_online_count";
  public static final String SSE_CONNECTIONS = "sse_connections_count";
  public static final String REQUEST_LATENCY = "request_latency_seconds";
  public static final String COORDINATOR_HEALTHY = "coordinator_healthy";
  public static final String OLDEST_PENDING_AGE = "oldest_pending_age_seconds";
  public static final String RUNS_EXECUTED = "runs_executed_total";
  public static final String RUN_DURATION = "run_duration_seconds";
  public static final String HEARTBEAT_FAILURES = "heartbeat_failures_total";
  public static final String RUNNER_FAULTS = "runner_faults_total";
  public static final String COORDINATOR_REACHABLE = "coordinator_reachable";
  public static final String RUNNER_SLOTS_COUNT = "runner_slots_count";
  public static final String RUNNER_SLOTS_BUSY = "runner_slots_busy";
  public static final String TELEMETRY_ACCEPTED = "telemetry_datums_accepted_total";
  public static final String TELEMETRY_PENDING = "telemetry_datums_pending";
  public static final String TELEMETRY_DROPPED = "telemetry_datums_dropped_total";
  public static final String TELEMETRY_AMBIGUOUS = "telemetry_ambiguous_total";
  public static final String TELEMETRY_PUBLISH_LAG = "telemetry_publish_lag_seconds";
  public static final String TELEMETRY_METRIC_SETS = "telemetry_metric_sets";
  public static final String TELEMETRY_LAST_SUCCESS_AGE = "telemetry_last_success_age_seconds";
  public static final String TELEMETRY_METER_FAILURES = "telemetry_meter_failures_total";
  public static final String TELEMETRY_THREAD_RESTARTS = "telemetry_thread_restarts_total";
  public static final String TELEMETRY_DISTRIBUTION_ERROR = "telemetry_distribution_error_ratio";

  private static final List<Set<String>> FLEET = List.of(Set.of(ENVIRONMENT));

  private static final List<String> PERCENTILES = List.of("p50", "p90", "p99");

  private static final List<MetricSpec> SERVICES =
      List.of(
          counter(RUNS_CREATED, COORDINATOR, "Runs accepted", "-"),
          counter(RUNS_COMPLETED, COORDINATOR, "Runs that completed", "-"),
          counter(
              RUNS_FAILED,
              COORDINATOR,
              "Runs that failed, including those no runner matched and those whose runner was lost."
                  + " Excludes stopped runs.",
              "-"),
          counter(RUNS_STOPPED, COORDINATOR, "Runs that ended because somebody asked for it", "-"),
          counter(
              RUNS_RETRIED,
              COORDINATOR,
              "Runs that wait again because their runner was lost while it executed them",
              "a rise: runners are lost"),
          gauge(
              RUNS_FAILED_RECENT,
              MetricUnit.COUNT,
              "Maximum",
              COORDINATOR,
              "Runs that failed within the last 15 minutes; every replica reads the same value from"
                  + " the store",
              "its share of runs_ended_recent_count, with evidence that it is more than a tenth"),
          gauge(
              RUNS_ENDED_RECENT,
              MetricUnit.COUNT,
              "Maximum",
              COORDINATOR,
              "Runs that completed or failed within the last 15 minutes; every replica reads the"
                  + " same value from the store",
              "-"),
          gauge(
              RUNS_PENDING,
              MetricUnit.COUNT,
              "Maximum",
              COORDINATOR,
              "Runs that wait for a runner; every replica reads the same value from the store",
              "more than 50 for 8 of 10 minutes while runners are online"),
          gauge(
              RUNS_RUNNING,
              MetricUnit.COUNT,
              "Maximum",
              COORDINATOR,
              "Runs that runners execute; every replica reads the same value from the store",
              "-"),
          gauge(
              RUNNERS_ONLINE,
              MetricUnit.COUNT,
              "Maximum",
              COORDINATOR,
              "Runners that sent a heartbeat, poll or report within --stale-after; every replica"
                  + " reads the same value from the store",
              "less than 1 for 3 minutes"),
          gauge(
              SSE_CONNECTIONS,
              MetricUnit.COUNT,
              "Sum",
              COORDINATOR,
              "Open event streams; each replica publishes one sample a step",
              "-"),
          histogram(
              REQUEST_LATENCY,
              List.of(
                  Set.of(ENVIRONMENT),
                  Set.of(ENVIRONMENT, ROUTE),
                  Set.of(ENVIRONMENT, STATUS_CLASS)),
              PERCENTILES,
              COORDINATOR,
              "Time to answer a request, without long polls and event streams",
              "p99 of a route above its objective"),
          gauge(
              COORDINATOR_HEALTHY,
              MetricUnit.COUNT,
              "Maximum",
              COORDINATOR,
              "1 while GET /health over its own socket answers 200, else 0; missing when the"
                  + " process is gone",
              "less than 1 or missing for 4 minutes"),
          gauge(
              OLDEST_PENDING_AGE,
              MetricUnit.SECONDS,
              "Maximum",
              COORDINATOR,
              "Age of the run that has waited longest; 0 when none waits",
              "above what users accept: a queue of one can be stuck too"),
          histogram(
              RUN_WAIT,
              FLEET,
              List.of("p50", "p95"),
              COORDINATOR,
              "Time from the creation of a run to its first hand-out to a runner",
              "p95 above what users accept"),
          counter(RUNS_EXECUTED, RUNNER, "Runs that a runner executed, with any result", "-"),
          histogram(
              RUN_DURATION,
              FLEET,
              PERCENTILES,
              RUNNER,
              "Time from the start of a run's process to its end",
              "-"),
          counter(
              HEARTBEAT_FAILURES,
              RUNNER,
              "Heartbeats that failed",
              "a rise while coordinator_reachable is 1: the network loses requests"),
          counter(
              RUNNER_FAULTS,
              RUNNER,
              "Runs that a runner returned because it could not start them by its own fault",
              "more than 0: the runner's log says what it lacks"),
          gauge(
              COORDINATOR_REACHABLE,
              MetricUnit.COUNT,
              "Maximum",
              RUNNER,
              "1 while the runner's last heartbeat or poll succeeded, else 0: the coordinator as"
                  + " seen from outside",
              "less than 1 for 4 minutes"),
          gauge(
              RUNNER_SLOTS_COUNT,
              MetricUnit.COUNT,
              "Sum",
              RUNNER,
              "Runs the fleet can execute",
              "-"),
          gauge(
              RUNNER_SLOTS_BUSY,
              MetricUnit.COUNT,
              "Sum",
              RUNNER,
              "Runs the fleet is executing",
              "close to runner_slots_count for long: more runners are needed"));

  private static final List<MetricSpec> ALL =
      Stream.concat(SERVICES.stream(), TelemetryMetrics.ALL.stream()).toList();

  private MetricCatalogue() {}

  /** All metrics, in the order documents list them. */
  public static List<MetricSpec> all() {
    return ALL;
  }

  /** Those that are sent to CloudWatch. */
  public static List<MetricSpec> onCloudWatch() {
    return ALL.stream().filter(MetricSpec::onCloudWatch).toList();
  }

  /** The metric of that exact name, or empty. */
  public static Optional<MetricSpec> find(String name) {
    return ALL.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  /** The metrics a service of that role publishes. */
  public static List<MetricSpec> publishedBy(Publisher publisher) {
    return ALL.stream().filter(spec -> spec.publishers().contains(publisher)).toList();
  }

  private static MetricSpec counter(
      String name, Publisher publisher, String meaning, String alertOn) {
    return new MetricSpec(
        name,
        MetricKind.COUNTER,
        MetricUnit.COUNT,
        FLEET,
        List.of("Sum"),
        Set.of(publisher),
        Idle.ZERO,
        meaning,
        alertOn);
  }

  private static MetricSpec gauge(
      String name,
      MetricUnit unit,
      String statistic,
      Publisher publisher,
      String meaning,
      String alertOn) {
    return new MetricSpec(
        name,
        MetricKind.GAUGE,
        unit,
        FLEET,
        List.of(statistic),
        Set.of(publisher),
        Idle.ZERO,
        meaning,
        alertOn);
  }

  private static MetricSpec histogram(
      String name,
      List<Set<String>> dimensionSets,
      List<String> statistics,
      Publisher publisher,
      String meaning,
      String alertOn) {
    return new MetricSpec(
        name,
        MetricKind.HISTOGRAM,
        MetricUnit.SECONDS,
        dimensionSets,
        statistics,
        Set.of(publisher),
        Idle.SILENT,
        meaning,
        alertOn);
  }
}
