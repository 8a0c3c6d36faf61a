/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

/** From Micrometer's base units to CloudWatch's units. */
public final class Units {

  private static final Map<String, StandardUnit> BY_NAME = new HashMap<>();

  static {
    for (StandardUnit unit : StandardUnit.knownValues()) {
      BY_NAME.put(unit.toString().toLowerCase(Locale.ROOT), unit);
    }
    BY_NAME.put("s", StandardUnit.SECONDS);
    BY_NAME.put("second", StandardUnit.SECONDS);
    BY_NAME.put("ms", StandardUnit.MILLISECONDS);
    BY_NAME.put("us", StandardUnit.MICROSECONDS);
    BY_NAME.put("byte", StandardUnit.BYTES);
  }

  private Units() {}

  /** The unit of that name in any case, or {@code otherwise} for none and for an unknown one. */
  public static StandardUnit of(@Nullable String baseUnit, StandardUnit otherwise) {
    return baseUnit == null
        ? otherwise
        : BY_NAME.getOrDefault(baseUnit.toLowerCase(Locale.ROOT), otherwise);
  }
}
