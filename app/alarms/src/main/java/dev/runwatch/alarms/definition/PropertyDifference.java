/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

/**
 * One property whose value is another one than it should be.
 *
 * @param property the property, such as {@code Threshold} or {@code Metrics.rate.Expression}
 * @param expected the value that the definition asks for, or empty where it asks for none
 * @param actual the value that was found, or empty where there is none
 */
public record PropertyDifference(String property, String expected, String actual) {}
