/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.AlarmDefinition;
import dev.runwatch.alarms.InvalidDefinitionException;
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.dashboards.InvalidDashboardException;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awscdk.App;

/** The CDK app: one stack for the environment that context names. */
public final class MonitoringApp {

  private MonitoringApp() {}

  /** Synthesises; exits with 1 and one line for each fault when something is not right. */
  public static void main(String[] args) {
    try {
      App app = new App();
      stack(app, Path.of(System.getProperty("runwatch.home", "../..")));
      app.synth();
    } catch (InvalidDefinitionException | InvalidDashboardException | IllegalArgumentException e) {
      System.err.println("runwatch: " + e.getMessage());
      System.exit(1);
    }
  }

  static MonitoringStack stack(App app, Path home) {
    Settings settings = Settings.read(app.getNode()::tryGetContext);
    List<AlarmDefinition> alarms = AlarmDefinition.loadAll(home.resolve("alarms"));
    Dashboard dashboard = Dashboard.load(home.resolve("dashboards"), alarms);
    return new MonitoringStack(app, settings, alarms, dashboard);
  }
}
