/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing.contract;

import org.junit.jupiter.api.Nested;

/**
 * What every coordinator does. A subclass says how it is started; the suite knows nothing of it but
 * its address.
 */
public abstract class CoordinatorContract {

  /** How the coordinator of these tests is started. */
  protected abstract CoordinatorBinding binding();

  @Nested
  final class BadInput extends BadInputContract {
    @Override
    CoordinatorBinding binding() {
      return CoordinatorContract.this.binding();
    }
  }

  @Nested
  final class BadHttp extends BadHttpContract {
    @Override
    CoordinatorBinding binding() {
      return CoordinatorContract.this.binding();
    }
  }

  @Nested
  final class RunLife extends RunLifeContract {
    @Override
    CoordinatorBinding binding() {
      return CoordinatorContract.this.binding();
    }
  }

  @Nested
  final class Runners extends RunnersContract {
    @Override
    CoordinatorBinding binding() {
      return CoordinatorContract.this.binding();
    }
  }

  @Nested
  final class Waiting extends WaitingContract {
    @Override
    CoordinatorBinding binding() {
      return CoordinatorContract.this.binding();
    }
  }

  @Nested
  final class Times extends TimesContract {
    @Override
    CoordinatorBinding binding() {
      return CoordinatorContract.this.binding();
    }
  }

  @Nested
  final class Access extends AccessContract {
    @Override
    CoordinatorBinding binding() {
      return CoordinatorContract.this.binding();
    }
  }
}
