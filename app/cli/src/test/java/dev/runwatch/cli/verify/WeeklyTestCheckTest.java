/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cli.verify.Finding.Level;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.metrics.Environment;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmHistoryItem;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmHistoryResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;

final class WeeklyTestCheckTest {

  private static final Instant NOW = Instant.parse("2026-11-24T09:00:00Z");

  private final Map<String, MetricAlarm> alarms = new HashMap<>();
  private List<AlarmHistoryItem> history = List.of();

  @Test
  void withoutAWeeklyTestNothingIsSaid() {
    assertThat(findings(Optional.empty())).isEmpty();
  }

  @Test
  void aTestThatHappenedIsGreenAndOneThatDidNotIsRed() {
    alarmsMade(Duration.ofDays(30));
    assertThat(levels()).containsOnly(Level.FAIL).hasSize(3);
    history =
        List.of(
            AlarmHistoryItem.builder().historySummary("Successfully executed action x").build());
    assertThat(levels()).containsOnly(Level.OK).hasSize(3);
  }

  @Test
  void aTestThatIsNewIsWaitedForAndOneWithoutItsAlarmsIsRed() {
    assertThat(levels()).containsOnly(Level.FAIL).hasSize(3);
    alarmsMade(Duration.ofDays(1));
    assertThat(levels()).containsOnly(Level.WARN).hasSize(3);
  }

  private void alarmsMade(Duration ago) {
    for (String severity : List.of("critical", "high", "medium")) {
      String name = "runwatch-prod-self-weekly-test-" + severity;
      alarms.put(
          name,
          MetricAlarm.builder()
              .alarmName(name)
              .alarmConfigurationUpdatedTimestamp(NOW.minus(ago))
              .build());
    }
  }

  private List<Level> levels() {
    return findings(Optional.of("cron(0 9 ? * MON *)")).stream().map(Finding::level).toList();
  }

  private List<Finding> findings(Optional<String> schedule) {
    EnvironmentSettings settings =
        new EnvironmentSettings(
            new Environment("prod"),
            "Runwatch",
            Optional.empty(),
            "",
            "",
            schedule,
            Map.of(),
            Map.of(),
            Map.of(),
            Set.of());
    Report report = new Report("prod");
    new WeeklyTestCheck(new Client(), settings).run(report, alarms, NOW);
    return report.findings();
  }

  private final class Client implements CloudWatchClient {

    @Override
    public DescribeAlarmHistoryResponse describeAlarmHistory(DescribeAlarmHistoryRequest request) {
      return DescribeAlarmHistoryResponse.builder().alarmHistoryItems(history).build();
    }

    @Override
    public String serviceName() {
      return "cloudwatch";
    }

    @Override
    public void close() {}
  }
}
