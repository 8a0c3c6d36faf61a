/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

/** The states of an alarm, with CloudWatch's names. */
public enum AlarmState {
  OK,
  ALARM,
  INSUFFICIENT_DATA
}
