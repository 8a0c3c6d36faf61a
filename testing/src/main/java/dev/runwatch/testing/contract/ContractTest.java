/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** One coordinator for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ContractTest {

  private static final AtomicInteger STORES = new AtomicInteger();

  final String store = "contract" + STORES.incrementAndGet();

  @SuppressWarnings("NullAway.Init") // set before any test
  CoordinatorBinding.Running coordinator;

  @SuppressWarnings("NullAway.Init") // set before any test
  ApiClient client;

  abstract CoordinatorBinding binding();

  CoordinatorSettings settings() throws Exception {
    return CoordinatorSettings.shortPolls();
  }

  @BeforeAll
  void start() throws Exception {
    coordinator = binding().start(store, settings());
    client = new ApiClient(coordinator.uri());
  }

  @AfterAll
  void stop() {
    if (coordinator != null) {
      coordinator.close();
    }
  }

  /** The client that may do everything. */
  ApiClient admin() {
    return client;
  }

  /** Each test begins with no runner and with nothing to do. */
  @BeforeEach
  void nobodyIsThereAndNothingIsToDo() {
    admin()
        .get("/runners")
        .json()
        .path("runners")
        .forEach(it -> admin().delete("/runners/" + it.path("runner_id").asString()));
    for (String status : new String[] {"pending", "claimed", "running"}) {
      for (JsonNode run : runs(status)) {
        admin().stop(run.path("run_id").asString());
      }
    }
  }

  JsonNode runs(String status) {
    return admin().get("/runs?limit=1000&status=" + status).is(200).json().path("runs");
  }

  JsonNode runners() {
    return admin().get("/runners").is(200).json().path("runners");
  }

  /** A new run, claimed by a runner. */
  String claimed(String runner) {
    String run = client.newRun("{}");
    assertThat(client.poll(runner).is(200).run()).isEqualTo(run);
    return run;
  }

  /** A run in that state, with a runner that may report about it. */
  String in(String status, String runner) {
    if (status.equals("pending")) {
      return client.newRun("{\"executor\":\"nobody\"}");
    }
    String run = claimed(runner);
    if (!status.equals("claimed")) {
      client.report(run, "started", runner).is(200);
    }
    switch (status) {
      case "stopping" -> client.stop(run).is(200);
      case "completed", "failed", "stopped" -> client.report(run, status, runner).is(200);
      default -> {
        // There already.
      }
    }
    assertThat(client.status(run)).isEqualTo(status);
    return run;
  }
}
