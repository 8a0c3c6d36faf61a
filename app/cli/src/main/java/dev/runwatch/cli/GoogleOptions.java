/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.metrics.MetricSpec.Publisher;
import dev.runwatch.stackdriver.CloudMonitoringRegistry;
import dev.runwatch.stackdriver.CloudMonitoringSettings;
import dev.runwatch.stackdriver.MonitoredTask;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Where the backend stackdriver publishes; a mixin. */
final class GoogleOptions {

  @Option(
      names = "--google-project",
      defaultValue = "${env:GOOGLE_CLOUD_PROJECT:-}",
      paramLabel = "ID",
      description =
          "The project that the backend stackdriver publishes to (default: the variable"
              + " GOOGLE_CLOUD_PROJECT, else the project of the credentials).")
  private String project = "";

  @Option(
      names = "--google-location",
      defaultValue = "global",
      paramLabel = "NAME",
      description =
          "The region or zone that the backend stackdriver names (default: ${DEFAULT-VALUE}).")
  private String location = "";

  /**
   * Starts to publish with the application's default credentials. The variable {@code
   * MONITORING_EMULATOR_HOST} names the host and port of an emulator instead.
   */
  CloudMonitoringRegistry start(Publisher role, String namespace, Duration step) {
    return CloudMonitoringRegistry.start(
        new CloudMonitoringSettings(
            MonitoredTask.started(location, namespace, role.name(), hostname()),
            project,
            step,
            System.getenv("MONITORING_EMULATOR_HOST")));
  }

  private static String hostname() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown-host";
    }
  }
}
