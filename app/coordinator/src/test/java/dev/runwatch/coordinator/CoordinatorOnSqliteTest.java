/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator;

import dev.runwatch.testing.contract.CoordinatorBinding;
import dev.runwatch.testing.contract.CoordinatorContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The contract in this process, on SQLite. */
final class CoordinatorOnSqliteTest extends CoordinatorContract {

  @TempDir static Path folder;

  @Override
  protected CoordinatorBinding binding() {
    return new InProcess(name -> folder.resolve(name + ".db").toString());
  }
}
