/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.series;

/**
 * A dimension of a metric.
 *
 * @param name as CloudWatch takes it
 * @param value as CloudWatch takes it
 */
public record Dimension(String name, String value) {}
