/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.runwatch.alarms.Alarms;
import dev.runwatch.alarms.yaml.Fault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DefinitionFaultsTest {

  private static final Path SAMPLES = Alarms.SAMPLES;

  @TempDir private Path directory;

  @BeforeEach
  void runbooks() throws IOException {
    Files.createDirectory(directory.resolve("runbooks"));
    for (String name : List.of("queue-backing-up", "coordinator-down", "high-failure-rate")) {
      Files.writeString(directory.resolve("runbooks/" + name + ".md"), "# " + name);
    }
  }

  /** One edit of a shipped file, and the line that tells of it. */
  @ParameterizedTest(name = "{1} → {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          queue-backing-up  | Threshold: 50               | Treshold: 50                     | Treshold: it is not a known field; did you mean Threshold?
          queue-backing-up  | Threshold: 50               | Threshold: fifty                 | Threshold: 'fifty' is not a number; write a finite number such as 0.1
          queue-backing-up  | Threshold: 50               | Threshold: .nan                  | Threshold: '.nan' is not a number; write a finite number such as 0.1
          queue-backing-up  | Threshold: 50               | Threshold: 1e999                 | Threshold: '1e999' is not a number; write a finite number such as 0.1
          queue-backing-up  | Period: 60                  | Period: 45                       | Period: 45 s is not a period; write 10, 20, 30 or a multiple of 60
          queue-backing-up  | DatapointsToAlarm: 8        | DatapointsToAlarm: 12            | DatapointsToAlarm: 12 data points are more than the 10 periods; write at most 10
          queue-backing-up  | EvaluationPeriods: 10       | EvaluationPeriods: 2000          | EvaluationPeriods: 2000 periods of 60 s are more than a day; evaluate fewer or shorter periods
          queue-backing-up  | EvaluationPeriods: 10       | EvaluationPeriods: -1            | EvaluationPeriods: '-1' is not a whole number from 1 to 10080; write one
          queue-backing-up  | runs_pending_count          | runs_pending                     | MetricName: 'runs_pending' is not in the catalogue of published metrics
          queue-backing-up  | Statistic: Maximum          | Statistic: Average               | Statistic: Average is not meaningful for the gauge runs_pending_count; write Maximum
          queue-backing-up  | Statistic: Maximum          | Statistic: Mean                  | Statistic: 'Mean' is not a statistic; write Sum, Average, Minimum, Maximum, SampleCount or a percentile such as p99
          queue-backing-up  | Statistic: Maximum          | ExtendedStatistic: p99           | ExtendedStatistic: p99 is not meaningful for the gauge runs_pending_count; write Maximum
          queue-backing-up  | Statistic: Maximum          | Unit: Counts                     | Unit: 'Counts' is not a valid value; write one of Seconds, Microseconds
          queue-backing-up  | Name: Environment           | Name: Host                       | Dimensions: runs_pending_count is not published with the dimensions [Host]; give exactly [Environment]
          queue-backing-up  | "@@environment@@"           | prod                             | Dimensions: Environment is fixed to 'prod'; write  Value: "@@environment@@"
          queue-backing-up  | "@@namespace@@"             | Runwatch                         | Namespace: it is fixed to 'Runwatch'; write  "@@namespace@@"
          queue-backing-up  | notBreaching                | nonBreaching                     | TreatMissingData: 'nonBreaching' is not a valid value; write one of missing, ignore, breaching, notBreaching
          queue-backing-up  | notBreaching                | missing                          | TreatMissingData: without data the alarm would enter INSUFFICIENT_DATA, which notifies nobody; write notBreaching, breaching or ignore
          queue-backing-up  | GreaterThanThreshold        | GreaterThan                      | ComparisonOperator: 'GreaterThan' is not a valid value; write one of GreaterThanThreshold
          queue-backing-up  | Severity: medium            | Severity: low                    | Severity: 'low' is not a valid value; write one of critical, high, medium
          queue-backing-up  | queue-backing-up.md         | queue.md                         | Runbook: there is no 'runbooks/queue.md'
          queue-backing-up  | runbooks/queue-backing-up   | ../../etc/passwd                 | Runbook: there is no '../../etc/passwd.md'
          queue-backing-up  | InMinutes: 30               | InMinutes: 9999                  | WarmUpConfiguration.WarmUpPeriodDurationInMinutes: '9999' is not a whole number from 1 to 2880; write one
          queue-backing-up  | Severity: medium            | AlarmRule: ALARM(a)              | AlarmRule: composite alarms are not supported; define an alarm on metrics instead
          queue-backing-up  | Severity: medium            | AlarmName: mine                  | AlarmName: the stack names the alarm runwatch-ENVIRONMENT-FILE; remove it, and name the file as you want
          queue-backing-up  | Severity: medium            | AlarmActions: [arn:aws:sns:x]    | AlarmActions: the stack chooses the actions of ALARM; remove it: Severity chooses the topic
          queue-backing-up  | Severity: medium            | OKActions: []                    | OKActions: the stack chooses the actions of OK; remove it: Severity chooses the topic
          queue-backing-up  | Severity: medium            | InsufficientDataActions: [a]     | InsufficientDataActions: the stack chooses the actions of INSUFFICIENT_DATA
          queue-backing-up  | Severity: medium            | EvaluationCriteria: {}           | EvaluationCriteria: alarms on PromQL queries are not evaluated; define an alarm on metrics instead
          queue-backing-up  | Severity: medium            | EvaluationInterval: 60           | EvaluationInterval: alarms on PromQL queries are not evaluated; define an alarm on metrics instead
          queue-backing-up  | Severity: medium            | EvaluationWindow: WallClock      | EvaluationWindow: only windows that slide are evaluated; remove it: sliding is the default
          queue-backing-up  | Severity: medium            | ThresholdMetricId: ad1           | ThresholdMetricId: alarms on anomaly bands are not supported; give a fixed Threshold
          queue-backing-up  | Severity: medium            | ActionsEnabled: no               | ActionsEnabled: 'no' is neither true nor false; write true or false
          queue-backing-up  | Severity: medium            | EvaluateLowSampleCountPercentile: never | EvaluateLowSampleCountPercentile: 'never' is not a valid value; write one of evaluate, ignore
          queue-backing-up  | Severity: medium            | Tags: [{Key: severity, Value: x}] | Tags[0].Key: the stack sets the tag 'severity'; choose another key
          queue-backing-up  | Severity: medium            | Tags: [{Key: aws:x, Value: x}]   | Tags[0].Key: 'aws:x' is not a key; write 1 to 128 characters, not aws:…
          queue-backing-up  | Severity: medium            | Tags: [{Key: a, Value: x}, {Key: a, Value: y}] | Tags[1].Key: 'a' is given twice; keep one
          queue-backing-up  | Severity: medium            | Tags: [{Key: a}]                 | Tags[0].Value: it is missing; write  Value: and its value
          queue-backing-up  | Severity: medium            | Tags: {team: a}                  | Tags: it is a mapping, not a list; write  - …  entries
          queue-backing-up  | Severity: medium            | &a Severity: medium              | anchors and aliases are not supported; write the value out
          queue-backing-up  | Period: 60                  | Threshold: 3                     | Threshold: it is given twice; keep one
          high-failure-rate | Id: failed                  | Id: Failed                       | Metrics[0].Id: 'Failed' is not an id; begin with a lower-case letter, go on with letters, digits and _, and stop at 255 characters
          high-failure-rate | Id: completed               | Id: failed                       | Metrics[1].Id: 'failed' is used twice; choose another
          high-failure-rate | Stat: Sum                   | Stat: Average                    | Metrics[0].MetricStat.Stat: Average is not meaningful for the counter runs_failed_total; write Sum
          high-failure-rate | IF(failed >= 2,             | IFF(failed >= 2,                 | Metrics[2].Expression: there is no function IFF: did you mean IF?; correct the expression
          high-failure-rate | (completed + failed)        | (complete + failed)              | Metrics[2].Expression: there is no metric or expression with the id 'complete'; correct the expression
          high-failure-rate | IF(failed >= 2, failed/(completed + failed), 0) | failed/(completed + failed) | Metrics[2].Expression: a ratio without a guard is 100 % when the only run fails; write  IF(failed >= 2, failed/total, 0)
          high-failure-rate | IF(failed >= 2,             | IF(SUM(failed) >= 2,             | Metrics[2].Expression: SUM covers all data that CloudWatch retrieves
          high-failure-rate | Period: 900                 | Period: 60                       | Metrics: its metrics have different periods; give them one Period
          high-failure-rate | ReturnData: true            | ReturnData: false                | Metrics: 0 of its entries return data; write  ReturnData: true  at one and  false  at all others
          high-failure-rate | Id: rate                    | Period: 900                      | Metrics[2].Period: an entry has the period of its MetricStat; remove it
          high-failure-rate | Id: rate                    | AccountId: x                     | Metrics[2].AccountId: metrics of other accounts are not supported; remove it
          high-failure-rate | EvaluationPeriods: 1        | MetricName: x                    | MetricName: it does not go with Metrics; move it into a MetricStat
          """)
  void isToldInOneLine(String name, String old, String edited, String line) throws IOException {
    String text = Files.readString(SAMPLES.resolve(name + ".yaml"));
    assertThat(text).contains(old);
    List<Fault> faults =
        faults(name, text.replaceFirst(Pattern.quote(old), Matcher.quoteReplacement(edited)));
    String file = directory.resolve(name + ".yaml").toString();
    assertThat(faults)
        .extracting(Fault::toString)
        .anySatisfy(
            told ->
                assertThat(told)
                    .matches(told1 -> told1.startsWith(file + ":"))
                    .contains(": " + line)
                    .doesNotContain("\n"));
    assertThat(faults).allSatisfy(fault -> assertThat(fault.line()).isPositive());
  }

  @Test
  void allFaultsOfAllFilesAreToldAtOnceInOrder() throws IOException {
    Files.writeString(
        directory.resolve("a.yaml"),
        """
        Severity: urgent
        Summary: x
        Namespace: n
        MetricName: m
        Statistic: Sum
        Period: 7
        EvaluationPeriods: 0
        ComparisonOperator: equal
        Threshold: many
        Colour: red
        """);
    Files.writeString(directory.resolve("b.yaml"), "Severity: [high]\n");
    InvalidDefinitionException thrown =
        catchThrowableOfType(
            InvalidDefinitionException.class, () -> DefinitionLoader.loadAll(directory));
    assertThat(thrown.faults())
        .extracting(fault -> Path.of(fault.file()).getFileName() + " " + fault.field())
        .startsWith(
            "a.yaml Severity",
            "a.yaml Runbook",
            "a.yaml Period",
            "a.yaml EvaluationPeriods",
            "a.yaml ComparisonOperator",
            "a.yaml Threshold",
            "a.yaml Colour")
        .contains("b.yaml Severity", "b.yaml MetricName", "b.yaml Threshold");
  }

  @Test
  void aDescriptionThatCloudWatchWouldRefuseIsTold() throws IOException {
    String text = Files.readString(SAMPLES.resolve("queue-backing-up.yaml"));
    assertThat(
            faults(
                "queue-backing-up",
                text.replace("Summary: More", "Summary: " + "More ".repeat(250))))
        .extracting(Fault::field)
        .containsExactly("Summary");
  }

  @Test
  void hostileFilesAreRefusedAtOnceAndInOneLine() throws IOException {
    StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (char c = 'b'; c < 'k'; c++) {
      bomb.append(c).append(": &").append(c).append(" [");
      bomb.append(("*" + (char) (c - 1) + ", ").repeat(9)).append("x]\n");
    }
    assertThat(only("bomb", bomb.toString())).contains("anchors and aliases are not supported");
    assertThat(only("deep", "[".repeat(10_000))).contains("nested deeper than 24 levels");
    assertThat(only("deepmap", "{a: ".repeat(10_000))).contains("nested deeper than 24 levels");
    assertThat(only("long", "# " + "x".repeat(10 * 1024 * 1024))).contains("larger than 256 KiB");
    assertThat(only("empty", "")).contains("the file is empty");
    assertThat(only("blank", "# nothing\n\n")).contains("the file is empty");
    assertThat(only("null", "~")).contains("the file is empty");
    assertThat(only("list", "- a\n- b\n")).contains("it is a list, not a mapping");
    assertThat(only("text", "hello")).contains("it is 'hello', not a mapping");
    assertThat(only("broken", "a: b: c: [")).contains("this is not YAML");
    assertThat(only("tabs", "a:\n\t- b")).contains("this is not YAML");
    assertThat(only("two", "a: 1\n---\na: 2\n")).contains("second document");
    Files.write(
        directory.resolve("latin.yaml"), "Summary: é".getBytes(StandardCharsets.ISO_8859_1));
    assertThat(thrown("latin.yaml").getMessage()).contains("it is not UTF-8");
    assertThat(thrown("nowhere.yaml").getMessage()).contains("there is no such file");
    assertThat(thrown("runbooks").getMessage()).contains("it is a directory");
  }

  @Test
  void aForeignAlarmNeedsNoMoreThanCloudFormationDoes() throws IOException {
    Path file = directory.resolve("any.json");
    Files.writeString(
        file,
        """
        {"Type": "AWS::CloudWatch::Alarm", "Properties": {"AlarmName": "cpu", "Namespace": "AWS/EC2",
         "MetricName": "CPUUtilization", "Dimensions": [{"Name": "InstanceId", "Value": "i-1"}],
         "ExtendedStatistic": "p99", "Period": 300, "EvaluationPeriods": 2, "Threshold": 80,
         "ComparisonOperator": "GreaterThanThreshold", "AlarmActions": ["arn:aws:sns:x"]}}
        """);
    AlarmDefinition cpu = DefinitionLoader.loadAny(file);
    assertThat(cpu.name()).isEqualTo("cpu");
    assertThat(cpu.rule().treatMissingData()).isEqualTo(TreatMissingData.MISSING);
    assertThat(cpu.rule().datapointsToAlarm()).isEqualTo(2);
    assertThat(cpu.actions().on()).containsExactly(AlarmState.ALARM);
  }

  @Test
  void aForeignAlarmMayLeaveOutWhichOfItsMetricsIsWatched() throws IOException {
    Path file = directory.resolve("math.json");
    String leg =
        "{'Id':'%s','MetricStat':{'Metric':{'Namespace':'A','MetricName':'x'},'Stat':'Sum','Period':60}}";
    String text =
        "{'EvaluationPeriods':1,'Threshold':1,'ComparisonOperator':'GreaterThanThreshold','Metrics':["
            + leg.formatted("m1")
            + ","
            + leg.formatted("m2")
            + ",{'Id':'e1','Expression':'m1+m2'}]}";
    Files.writeString(file, text.replace('\'', '"'));
    assertThat(DefinitionLoader.loadAny(file).watched().id()).isEqualTo("e1");
  }

  private String only(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name + ".yaml"), text);
    InvalidDefinitionException thrown = thrown(name + ".yaml");
    assertThat(thrown.faults().get(0).toString()).doesNotContain("\n");
    return thrown.faults().get(0).toString();
  }

  private List<Fault> faults(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name + ".yaml"), text);
    return thrown(name + ".yaml").faults();
  }

  private InvalidDefinitionException thrown(String file) {
    return catchThrowableOfType(
        InvalidDefinitionException.class, () -> DefinitionLoader.load(directory.resolve(file)));
  }
}
