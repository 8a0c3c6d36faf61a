/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch;

import dev.runwatch.cloudwatch.fake.ScriptedClient;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.tck.MeterRegistryCompatibilityKit;
import java.time.Duration;
import org.junit.jupiter.api.Nested;

/** Micrometer's own conformance kit, for a registry that publishes and for a disabled one. */
final class ConformanceTest {

  @Nested
  final class Enabled extends Kit {
    Enabled() {
      super(true);
    }
  }

  @Nested
  final class Disabled extends Kit {
    Disabled() {
      super(false);
    }
  }

  abstract static class Kit extends MeterRegistryCompatibilityKit {

    private final boolean enabled;

    Kit(boolean enabled) {
      this.enabled = enabled;
    }

    @Override
    public MeterRegistry registry() {
      TestConfig config = TestConfig.minutes().with("enabled", String.valueOf(enabled));
      return new RunwatchCloudWatchRegistry(config, new MockClock(), new ScriptedClient());
    }

    @Override
    public Duration step() {
      return Duration.ofMinutes(1);
    }
  }
}
