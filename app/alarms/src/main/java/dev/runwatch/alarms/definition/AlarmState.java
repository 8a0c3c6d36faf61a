/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

/** The three states of an alarm, by CloudWatch's own names. */
public enum AlarmState {
  OK,
  ALARM,
  INSUFFICIENT_DATA
}
