/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.testing.Repository;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Commands of a test find the alarms and environments of the checkout, as the launcher's do. */
public final class RunwatchHome implements BeforeEachCallback, AfterEachCallback {

  private static final String PROPERTY = "runwatch.home";

  private String former = "";

  @Override
  public void beforeEach(ExtensionContext context) {
    former = System.getProperty(PROPERTY, "");
    System.setProperty(PROPERTY, Repository.root().toString());
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (former.isEmpty()) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, former);
    }
  }
}
