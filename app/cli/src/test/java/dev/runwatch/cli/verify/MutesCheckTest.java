/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cli.verify.Finding.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmMuteRuleStatus;
import software.amazon.awssdk.services.cloudwatch.model.AlarmMuteRuleSummary;
import software.amazon.awssdk.services.cloudwatch.model.GetAlarmMuteRuleRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetAlarmMuteRuleResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListAlarmMuteRulesRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListAlarmMuteRulesResponse;
import software.amazon.awssdk.services.cloudwatch.paginators.ListAlarmMuteRulesIterable;

final class MutesCheckTest {

  private static final String DOWN = "runwatch-prod-coordinator-down";
  private static final String QUEUE = "runwatch-prod-queue-backing-up";

  private final Map<String, List<AlarmMuteRuleSummary>> rules = new HashMap<>();
  private final Map<String, GetAlarmMuteRuleResponse> details = new HashMap<>();

  @Test
  void withoutARuleItIsGreen() {
    assertThat(findings()).extracting(Finding::level).containsExactly(Level.OK);
  }

  /** Also one that somebody else made. */
  @Test
  void aRuleThatMutesAnAlarmIsRedWithItsEndAndItsReason() {
    rule("quiet", AlarmMuteRuleStatus.ACTIVE, DOWN, QUEUE);
    assertThat(findings())
        .singleElement()
        .satisfies(it -> assertThat(it.level()).isEqualTo(Level.FAIL))
        .satisfies(
            it ->
                assertThat(it.message())
                    .isEqualTo(
                        "mutes "
                            + DOWN
                            + ", "
                            + QUEUE
                            + " until 2026-12-09T08:00:00Z: holidays (by anna)"));
  }

  @Test
  void aRuleThatIsPlannedIsRedToo() {
    rule("later", AlarmMuteRuleStatus.SCHEDULED, QUEUE);
    assertThat(findings())
        .singleElement()
        .satisfies(it -> assertThat(it.level()).isEqualTo(Level.FAIL))
        .satisfies(it -> assertThat(it.message()).startsWith("is going to mute " + QUEUE));
  }

  @Test
  void aRuleThatRepeatsIsToldByItsSchedule() {
    rule("nightly", AlarmMuteRuleStatus.SCHEDULED, QUEUE);
    details.put("nightly", details("cron(0 2 * * *)"));
    assertThat(findings())
        .singleElement()
        .satisfies(it -> assertThat(it.message()).contains("by the schedule cron(0 2 * * *)"));
  }

  private List<Finding> findings() {
    Report report = new Report("prod");
    new MutesCheck(client()).run(report, List.of(DOWN, QUEUE));
    return report.findings();
  }

  private void rule(String name, AlarmMuteRuleStatus status, String... alarms) {
    for (String alarm : alarms) {
      rules
          .computeIfAbsent(alarm, it -> new ArrayList<>())
          .add(
              AlarmMuteRuleSummary.builder()
                  .alarmMuteRuleArn(
                      "arn:aws:cloudwatch:eu-west-1:123456789012:alarm-mute-rule:" + name)
                  .status(status)
                  .build());
    }
    details.put(name, details("at(2026-11-24T08:00)"));
  }

  private static GetAlarmMuteRuleResponse details(String expression) {
    return GetAlarmMuteRuleResponse.builder()
        .description("holidays (by anna)")
        .rule(
            rule -> rule.schedule(it -> it.expression(expression).duration("P15D").timezone("UTC")))
        .build();
  }

  private CloudWatchClient client() {
    return new CloudWatchClient() {
      @Override
      public ListAlarmMuteRulesResponse listAlarmMuteRules(ListAlarmMuteRulesRequest request) {
        return ListAlarmMuteRulesResponse.builder()
            .alarmMuteRuleSummaries(rules.getOrDefault(request.alarmName(), List.of()))
            .build();
      }

      @Override
      public ListAlarmMuteRulesIterable listAlarmMuteRulesPaginator(
          ListAlarmMuteRulesRequest request) {
        return new ListAlarmMuteRulesIterable(this, request);
      }

      @Override
      public GetAlarmMuteRuleResponse getAlarmMuteRule(GetAlarmMuteRuleRequest request) {
        return details.get(request.alarmMuteRuleName());
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
