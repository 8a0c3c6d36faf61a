/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import org.jspecify.annotations.Nullable;

/**
 * A vertical axis.
 *
 * @param min the least value, or null to fit the data
 * @param max the greatest value, or null to fit the data
 * @param label the label, or null for none
 * @param showUnits whether the unit of the metrics is shown
 */
public record Axis(
    @Nullable Double min, @Nullable Double max, @Nullable String label, boolean showUnits) {

  /** CloudWatch's default. */
  public static final Axis DEFAULT = new Axis(null, null, null, /* showUnits= */ true);
}
