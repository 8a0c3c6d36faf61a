/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.RunnerMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Executes single runs. */
abstract class ExecutionHarness {

  /** Of a runner with secrets in its environment. */
  static final Map<String, String> RUNNERS_OWN =
      Map.of(
          "PATH", System.getenv("PATH"),
          "HOME", "/home/runner",
          "GIVEN", "given",
          "OTHER", "other",
          "RUNWATCH_TOKEN", "secret-1",
          "AWS_SECRET_ACCESS_KEY", "secret-2");

  @TempDir Path dir;
  @TempDir Path inputs;

  final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  Execution execution(String executor, String parameters, String more) {
    JsonNode run =
        RunJson.MAPPER.readTree(FakeCoordinator.run("run_1", executor, parameters, more));
    return new Execution(
        Assignment.read(run).orElseThrow(),
        context(
            ExecutorCatalogue.of(
                Set.of("echo", "fail", "sleep", "deaf=exec sleep 0.1", "where=pwd"), true)));
  }

  ExecutionContext context(ExecutorCatalogue executors) {
    RunnerMetrics metrics = RunnerMetrics.on(registry, new Environment("test"));
    ProcessHost host =
        new ProcessHost(
            dir,
            inputs,
            new ProcessRecords(inputs.resolve("processes"), "instance-1"),
            new Fence(inputs.resolve("fence")));
    ChildEnvironment environment = ChildEnvironment.of(Set.of("GIVEN"), RUNNERS_OWN);
    return new ExecutionContext(
        executors,
        new UsableExecutors(executors, new CommandCheck(environment.searchPath()), dir),
        LimitCatalogue.of(Set.of(), executors.names()),
        environment,
        host,
        new RunnerFaults(metrics, host::test),
        metrics);
  }

  Report executed(String executor, String parameters) throws Exception {
    return executed(execution(executor, parameters, ""));
  }

  /** Executes it for a coordinator that accepts its start. */
  static void begin(Execution execution) {
    new Thread(execution).start();
    execution.clear();
  }

  static Report executed(Execution execution) throws Exception {
    begin(execution);
    return execution.end().get(30, TimeUnit.SECONDS);
  }

  Report shell(String command) throws Exception {
    return executed("shell", RunJson.MAPPER.createObjectNode().put("command", command).toString());
  }

  static StopRequest stopWithin(Duration grace) {
    return new StopRequest(StopRequest.Reason.CLIENT, grace);
  }

  double count() {
    return registry.get("runs_executed_total").counter().count();
  }
}
