/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.coordinator.store.PostgresqlServer;
import dev.runwatch.testing.contract.CoordinatorBinding;
import dev.runwatch.testing.contract.CoordinatorContract;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** The contract in this process, on PostgreSQL. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CoordinatorOnPostgresqlTest extends CoordinatorContract {

  private PostgresqlServer server;

  @BeforeAll
  void startDatabase() {
    server = PostgresqlServer.start();
  }

  @AfterAll
  void stopDatabase() throws IOException {
    if (server != null) {
      server.close();
    }
  }

  @Override
  protected CoordinatorBinding binding() {
    return new InProcess(server::database);
  }
}
