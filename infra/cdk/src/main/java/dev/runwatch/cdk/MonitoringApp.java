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

/** The CDK app: a stack for each environment that context names. */
public final class MonitoringApp {

  private MonitoringApp() {}

  /** Synthesises; exits with 1 and one line for each fault when something is not right. */
  public static void main(String[] args) {
    Path home = Path.of(System.getProperty("runwatch.home", "../.."));
    try {
      List<String> faults =
          new Synthesis(home, System.getenv(), MonitoringApp::tell).run(new App());
      if (!faults.isEmpty()) {
        faults.forEach(MonitoringApp::tell);
        System.exit(1);
      }
    } catch (InvalidDefinitionException | InvalidDashboardException | IllegalArgumentException e) {
      String.valueOf(e.getMessage()).lines().forEach(MonitoringApp::tell);
      System.exit(1);
    } catch (JsiiException e) {
      tell("CDK refuses it: " + e.getMessage());
      System.exit(1);
    }
  }

  private static void tell(String line) {
    System.err.println("runwatch: " + line);
  }
}
