/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.dashboards.InvalidDashboardException;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.App;
import software.amazon.jsii.JsiiException;

/** The CDK app: one stack for each environment of {@code -c env}. */
public final class MonitoringApp {

  private MonitoringApp() {}

  /** Synthesises; on a fault it prints one line for each and exits with 1. */
  public static void main(String[] args) {
    Path home = Path.of(System.getProperty("runwatch.home", "../.."));
    try {
      List<String> faults =
          new Synthesis(home, System.getenv(), MonitoringApp::print).run(new App());
      if (!faults.isEmpty()) {
        faults.forEach(MonitoringApp::print);
        System.exit(1);
      }
    } catch (InvalidDefinitionException | InvalidDashboardException | IllegalArgumentException e) {
      String.valueOf(e.getMessage()).lines().forEach(MonitoringApp::print);
      System.exit(1);
    } catch (JsiiException e) {
      print("CDK refuses the stack: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void print(String line) {
    System.err.println("runwatch: " + line);
  }
}
