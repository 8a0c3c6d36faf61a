/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import java.util.List;

/**
 * A dashboard's file that CloudWatch or the catalogue would not accept; one line for each fault.
 */
public final class InvalidDashboardException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidDashboardException(List<String> faults) {
    super(String.join("\n", faults));
  }
}
