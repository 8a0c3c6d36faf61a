/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.cli.account.AwsEndpoints;
import dev.runwatch.common.Json;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** Checks that the dashboard exists and is as the file says. */
final class DashboardCheck {

  private static final int NOT_FOUND = 404;

  private final CloudWatchClient client;
  private final String name;
  private final String deploy;

  /**
   * @param name the dashboard's name
   * @param deploy what to do where it differs
   */
  DashboardCheck(CloudWatchClient client, String name, String deploy) {
    this.client = client;
    this.name = name;
    this.deploy = deploy;
  }

  /**
   * Adds the findings.
   *
   * @param expected the body as the stack deploys it
   */
  void run(Report report, String expected) {
    String subject = "dashboard " + name;
    JsonNode actual;
    try {
      actual =
          Json.mapper().readTree(client.getDashboard(it -> it.dashboardName(name)).dashboardBody());
    } catch (CloudWatchException e) {
      // LocalStack answers 400 for a dashboard that does not exist.
      if (e.statusCode() != NOT_FOUND && AwsEndpoints.isAws(client.serviceClientConfiguration())) {
        throw e;
      }
      report.add(
          AwsEndpoints.isAws(client.serviceClientConfiguration())
              ? Finding.fail(subject, "there is no such dashboard", deploy)
              : Finding.warn(subject, "there is none, which LocalStack never creates", ""));
      return;
    } catch (JacksonException e) {
      report.add(Finding.fail(subject, "its body is not JSON", deploy));
      return;
    }
    List<String> differences = differences(Json.mapper().readTree(expected), actual);
    if (differences.isEmpty()) {
      report.add(Finding.ok(subject, "is as the file says"));
    } else {
      report.add(
          Finding.fail(
              subject, "differs from the file in " + String.join(", ", differences), deploy));
    }
  }

  private static List<String> differences(JsonNode expected, JsonNode actual) {
    List<String> differences = new ArrayList<>();
    JsonNode wanted = expected.path("widgets");
    JsonNode found = actual.path("widgets");
    if (wanted.size() != found.size()) {
      differences.add(
          "the number of widgets (" + found.size() + " instead of " + wanted.size() + ")");
    } else {
      for (int i = 0; i < wanted.size(); i++) {
        if (!wanted.get(i).equals(found.get(i))) {
          differences.add(
              "the widget '" + wanted.get(i).path("properties").path("title").asString("") + "'");
        }
      }
    }
    if (differences.isEmpty() && !expected.equals(actual)) {
      differences.add("its settings");
    }
    return differences;
  }
}
