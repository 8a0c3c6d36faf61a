/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import java.util.EnumSet;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of one definition, as the rows of {@link AlarmProperties} read them, before they are
 * checked together. Not thread-safe.
 */
final class DefinitionDraft {

  /** Whether it is one of Runwatch's own, for which more is refused. */
  final boolean own;

  boolean actionsEnabled = true;
  boolean actionsDeclared;
  final Set<AlarmState> actsOn = EnumSet.noneOf(AlarmState.class);
  @Nullable String alarmName;
  @Nullable String description;
  @Nullable ComparisonOperator operator;
  OptionalInt datapointsToAlarm = OptionalInt.empty();
  OptionalInt evaluationPeriods = OptionalInt.empty();
  OptionalDouble threshold = OptionalDouble.empty();
  boolean evaluateLowSamples = true;
  TreatMissingData treatMissingData = TreatMissingData.MISSING;
  final Map<String, String> tags = new TreeMap<>();
  @Nullable WarmUp warmUp;

  DefinitionDraft(boolean own) {
    this.own = own;
  }
}
