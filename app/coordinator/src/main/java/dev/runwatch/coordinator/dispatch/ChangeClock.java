/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * For how long values have stayed as they are, by a clock that the time of day does not move.
 *
 * <p>The age of a value begins when it is first seen here. So neither a step of the system's clock
 * nor a difference between the clocks of two coordinators changes an age. Safe for use by many
 * threads.
 */
final class ChangeClock<K, V> {

  private record Seen<V>(V value, long since) {}

  private final LongSupplier nanos;
  private final Map<K, Seen<V>> seen = new ConcurrentHashMap<>();

  ChangeClock(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** The time since the key first had this value; 0 when it had another one the last time. */
  Duration age(K key, V value) {
    long now = nanos.getAsLong();
    Seen<V> entry =
        seen.compute(
            key,
            (same, earlier) ->
                earlier != null && earlier.value().equals(value)
                    ? earlier
                    : new Seen<>(value, now));
    return Duration.ofNanos(Math.max(0, now - entry.since()));
  }

  void forget(K key) {
    seen.remove(key);
  }

  /** Forgets all keys but these. */
  void retain(Collection<K> keys) {
    seen.keySet().retainAll(keys);
  }

  /** Lets the age of every value begin anew. */
  void restart() {
    seen.clear();
  }
}
