/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cli.verify.Finding.Level;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchServiceClientConfiguration;
import software.amazon.awssdk.services.cloudwatch.model.DashboardNotFoundErrorException;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetDashboardResponse;

final class DashboardCheckTest {

  private static final String BODY =
      "{\"start\":\"-PT3H\",\"widgets\":[{\"properties\":{\"title\":\"Runs\",\"period\":60}}]}";

  private @Nullable String body = BODY;

  @Test
  void theSameBodyInAnotherOrderIsGreen() {
    body =
        "{\"widgets\":[{\"properties\":{\"period\":60,\"title\":\"Runs\"}}],\"start\":\"-PT3H\"}";
    assertThat(finding().level()).isEqualTo(Level.OK);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "60 | 300 | the widget 'Runs'",
        "-PT3H | -PT1H | its settings",
        "[{ | [{},{ | the number of widgets (2 instead of 1)"
      })
  void aDashboardThatSomebodyChangedIsRed(String was, String is, String told) {
    body = BODY.replace(was, is);
    assertThat(finding())
        .isEqualTo(
            Finding.fail(
                "dashboard runwatch-prod_eu-west-1", "differs from the file in " + told, "deploy"));
  }

  @Test
  void aDashboardThatIsGoneIsRed() {
    body = null;
    assertThat(finding().level()).isEqualTo(Level.FAIL);
    assertThat(finding().message()).isEqualTo("there is no such dashboard");
  }

  private Finding finding() {
    Report report = new Report("prod");
    new DashboardCheck(client(), "runwatch-prod_eu-west-1", "deploy").run(report, BODY);
    List<Finding> findings = report.findings();
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  private CloudWatchClient client() {
    return new CloudWatchClient() {
      @Override
      public GetDashboardResponse getDashboard(GetDashboardRequest request) {
        if (body == null) {
          throw DashboardNotFoundErrorException.builder().statusCode(404).build();
        }
        return GetDashboardResponse.builder().dashboardBody(body).build();
      }

      @Override
      public CloudWatchServiceClientConfiguration serviceClientConfiguration() {
        return CloudWatchServiceClientConfiguration.builder().build();
      }

      @Override
      public String serviceName() {
        return "cloudwatch";
      }

      @Override
      public void close() {}
    };
  }
}
