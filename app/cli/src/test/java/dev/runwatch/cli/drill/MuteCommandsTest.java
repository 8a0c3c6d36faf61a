/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cli.Main;
import dev.runwatch.cli.RunwatchHome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;

/** {@code mute}, {@code mutes} and {@code unmute} as somebody types them. */
@ExtendWith(RunwatchHome.class)
final class MuteCommandsTest {

  private static final String MINE = "runwatch-staging_mute-";

  private final FakeMuteRules cloudWatch = new FakeMuteRules();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void aMuteCoversEveryAlarmThoseOnTheMonitoringIncludedAndSaysWhatHappensAtItsEnd() {
    cloudWatch.more = List.of("runwatch-staging-self-telemetry-dropped");
    assertThat(run("mute", "30m", "--env", "staging", "--reason", "deploy 1.2")).isZero();
    assertThat(cloudWatch.rules)
        .hasSize(1)
        .allSatisfy((name, rule) -> assertThat(name).startsWith(MINE))
        .allSatisfy(
            (name, rule) ->
                assertThat(rule.muteTargets().alarmNames())
                    .contains(
                        "runwatch-staging-coordinator-down",
                        "runwatch-staging-self-telemetry-dropped")
                    .hasSize(5))
        .allSatisfy((name, rule) -> assertThat(rule.description()).startsWith("deploy 1.2 (by "));
    assertThat(out.toString())
        .contains("muted from ")
        .contains("One that is in ALARM at the end pages then.")
        .contains("./runwatch unmute " + MINE)
        .contains(" --environment staging");
  }

  /** A mute of four hours must not end because somebody else mutes for ten minutes. */
  @Test
  void aSecondMuteReplacesNoOtherAndBothAreListedWithTheirReasons() {
    run("mute", "4h", "--env", "staging", "--reason", "migration");
    run("mute", "10m", "--env", "staging", "--alarm", "queue-backing-up", "--reason", "batch");
    assertThat(cloudWatch.rules).hasSize(2);
    assertThat(run("mutes", "--env", "staging")).isZero();
    assertThat(out.toString())
        .containsPattern(MINE + "\\w+ {2}active until \\S+ {2}migration \\(by ")
        .containsPattern(MINE + "\\w+ {2}active until \\S+ {2}batch \\(by ");
  }

  @Test
  void whereNothingIsMutedThatIsSaid() {
    assertThat(run("mutes", "--env", "staging")).isZero();
    assertThat(run("unmute", "--env", "staging")).isZero();
    assertThat(out.toString().lines())
        .containsExactly("nothing is muted", "nothing was muted: there is no rule " + MINE + "…");
  }

  @Test
  void anEndOfAllMutesLeavesThoseOfOtherPeopleAndNamesThem() {
    run("mute", "1h", "--env", "staging", "--reason", "one");
    run("mute", "1h", "--env", "staging", "--reason", "two");
    String ours = cloudWatch.rules.firstKey();
    cloudWatch.rules.put("quiet", cloudWatch.rules.get(ours).toBuilder().name("quiet").build());
    assertThat(run("unmute", "--env", "staging")).isZero();
    assertThat(cloudWatch.rules).containsOnlyKeys("quiet");
    assertThat(out.toString())
        .contains("unmuted: the rule " + ours + " is gone")
        .contains("still muted by quiet, which ./runwatch mute did not make");
  }

  @Test
  void oneMuteIsEndedByItsName() {
    run("mute", "1h", "--env", "staging", "--reason", "one");
    run("mute", "1h", "--env", "staging", "--reason", "two");
    String first = cloudWatch.rules.firstKey();
    assertThat(run("unmute", first, "--env", "staging")).isZero();
    assertThat(cloudWatch.rules).hasSize(1).doesNotContainKey(first);
    assertThat(run("unmute", first, "--env", "staging")).isZero();
    assertThat(out.toString()).contains("nothing was muted: there is no rule " + first);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mute 30m --env staging                                | Missing required option: '--reason=TEXT'
          mute --env staging --reason x                         | Missing required parameter: 'DURATION'
          mute soon --env staging --reason x                    | 'soon'
          mute 30s --env staging --reason x                     | 1m to 360h
          mute 400h --env staging --reason x                    | 1m to 360h
          mute 30m --env staging --reason _                     | --reason: write 1 to 1024 characters
          mute 30m --env staging --reason x --alarm queue-up    | there are
          mute 30m --env staging --reason x --alarm coordinator-dow | did you mean coordinator-down?
          mute 30m --env stagin --reason x                      | did you mean staging?
          mutes --env nowhere                                   | is not an environment
          unmute quiet --env staging                            | is not one of this environment
          unmute runwatch-prod_mute-1 --env staging             | is not one of this environment
          """)
  void wrongUseIsStatus2AndOneLineAndAsksNobody(String line, String told) {
    cloudWatch.refusal = () -> SdkClientException.create("nobody is to be asked");
    String[] words = line.split(" ");
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace('_', words[i].equals("_") ? ' ' : '_');
    }
    assertThat(run(words)).isEqualTo(2);
    assertThat(err.toString().strip().lines()).singleElement().asString().contains(told);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mute 30m --env staging --reason x",
        "mutes --env staging",
        "unmute --env staging"
      })
  void whatAwsRefusesIsStatus1AndWhatCannotBeReachedIsStatus2(String line) {
    cloudWatch.refusal = () -> refused(403, "AccessDenied", "not authorized");
    assertThat(run(line.split(" "))).isEqualTo(1);
    cloudWatch.refusal = () -> refused(501, "UnknownOperation", "no such");
    assertThat(run(line.split(" "))).isEqualTo(1);
    cloudWatch.refusal = () -> SdkClientException.create("Unable to load credentials from x");
    assertThat(run(line.split(" "))).isEqualTo(2);
    String command = "runwatch " + line.split(" ")[0] + ": ";
    assertThat(err.toString().lines())
        .containsExactly(
            command + "CloudWatch: AccessDenied: not authorized",
            command
                + "this endpoint does not support alarm mute rules: CloudWatch: UnknownOperation:"
                + " no such",
            command
                + "no AWS credentials are found by the SDK's default chain: set them or choose a"
                + " profile");
    assertThat(out.toString()).isEmpty();
  }

  private static CloudWatchException refused(int status, String code, String message) {
    return (CloudWatchException)
        CloudWatchException.builder()
            .statusCode(status)
            .message(message)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .serviceName("CloudWatch")
                    .errorCode(code)
                    .errorMessage(message)
                    .build())
            .build();
  }

  private int run(String... arguments) {
    CommandLine main = Main.commandLine(name -> null);
    main.setOut(new PrintWriter(out, true));
    main.setErr(new PrintWriter(err, true));
    main.getSubcommands()
        .values()
        .forEach(
            it -> {
              Object command = it.getCommand();
              if (command instanceof MuteCommand mute) {
                mute.clients = region -> cloudWatch;
              } else if (command instanceof MutesCommand mutes) {
                mutes.clients = region -> cloudWatch;
              } else if (command instanceof UnmuteCommand unmute) {
                unmute.clients = region -> cloudWatch;
              }
            });
    return main.execute(arguments);
  }
}
