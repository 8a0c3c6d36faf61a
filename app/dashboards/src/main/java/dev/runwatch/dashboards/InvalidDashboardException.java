/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import java.util.List;

/** The file of a dashboard has faults; the message has one line for each. */
public final class InvalidDashboardException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  InvalidDashboardException(List<String> faults) {
    super(String.join("\n", faults));
  }
}
