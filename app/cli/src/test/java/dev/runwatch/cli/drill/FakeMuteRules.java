/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.AlarmMuteRuleStatus;
import software.amazon.awssdk.services.cloudwatch.model.AlarmMuteRuleSummary;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmMuteRuleRequest;
import software.amazon.awssdk.services.cloudwatch.model.DeleteAlarmMuteRuleResponse;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsRequest;
import software.amazon.awssdk.services.cloudwatch.model.DescribeAlarmsResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetAlarmMuteRuleRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetAlarmMuteRuleResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListAlarmMuteRulesRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListAlarmMuteRulesResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricAlarm;
import software.amazon.awssdk.services.cloudwatch.model.PutAlarmMuteRuleRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutAlarmMuteRuleResponse;
import software.amazon.awssdk.services.cloudwatch.paginators.ListAlarmMuteRulesIterable;

/** CloudWatch with alarm mute rules, which keeps them by name as AWS does. */
final class FakeMuteRules implements CloudWatchClient {

  final TreeMap<String, PutAlarmMuteRuleRequest> rules = new TreeMap<>();

  /** The alarms that are there besides those of the definitions. */
  List<String> more = List.of();

  @Nullable Supplier<SdkException> refusal;

  private void request() {
    if (refusal != null) {
      throw refusal.get();
    }
  }

  @Override
  public PutAlarmMuteRuleResponse putAlarmMuteRule(PutAlarmMuteRuleRequest request) {
    request();
    rules.put(request.name(), request);
    return PutAlarmMuteRuleResponse.builder().build();
  }

  @Override
  public ListAlarmMuteRulesResponse listAlarmMuteRules(ListAlarmMuteRulesRequest request) {
    request();
    return ListAlarmMuteRulesResponse.builder()
        .alarmMuteRuleSummaries(
            rules.values().stream()
                .filter(it -> it.muteTargets().alarmNames().contains(request.alarmName()))
                .map(
                    it ->
                        AlarmMuteRuleSummary.builder()
                            .alarmMuteRuleArn(
                                "arn:aws:cloudwatch:eu-west-1:1:alarm-mute-rule:" + it.name())
                            .status(AlarmMuteRuleStatus.ACTIVE)
                            .build())
                .toList())
        .build();
  }

  @Override
  public ListAlarmMuteRulesIterable listAlarmMuteRulesPaginator(ListAlarmMuteRulesRequest request) {
    return new ListAlarmMuteRulesIterable(this, request);
  }

  @Override
  public GetAlarmMuteRuleResponse getAlarmMuteRule(GetAlarmMuteRuleRequest request) {
    request();
    PutAlarmMuteRuleRequest rule = rules.get(request.alarmMuteRuleName());
    return GetAlarmMuteRuleResponse.builder()
        .description(rule.description())
        .rule(rule.rule())
        .build();
  }

  @Override
  public DeleteAlarmMuteRuleResponse deleteAlarmMuteRule(DeleteAlarmMuteRuleRequest request) {
    request();
    rules.remove(request.alarmMuteRuleName());
    return DeleteAlarmMuteRuleResponse.builder().build();
  }

  @Override
  public DescribeAlarmsResponse describeAlarms(DescribeAlarmsRequest request) {
    request();
    return DescribeAlarmsResponse.builder()
        .metricAlarms(
            request.alarmNames().stream()
                .filter(more::contains)
                .map(it -> MetricAlarm.builder().alarmName(it).build())
                .toList())
        .build();
  }

  @Override
  public String serviceName() {
    return SERVICE_NAME;
  }

  @Override
  public void close() {}
}
