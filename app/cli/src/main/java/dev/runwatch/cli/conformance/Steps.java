/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import dev.runwatch.environments.Destinations;
import dev.runwatch.environments.EnvironmentSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The steps, in an order that can pass: an alarm in its warm-up executes no action, data can only
 * be published on purpose before services do, and a policy that a role has cannot be deleted.
 */
final class Steps {

  private static final String STACK = "the stack";

  /** The alarm whose data are published: it needs the fewest minutes of them. */
  private static final String DETECTED = "no-online-runners";

  private static final String FIRED = "coordinator-down";

  private final EnvironmentSettings settings;
  private final Map<String, String> overrides;
  private final Account account;
  private final Commands commands;
  private final Cleanup cleanup;
  private final Patience patience;
  private final PublishingSteps publishing;
  private final boolean installed;

  /**
   * @param overrides what replaces values of the environment's file
   * @param folder for the data of the services
   * @param installed whether the CDK app's packages are installed
   */
  Steps(
      EnvironmentSettings settings,
      Map<String, String> overrides,
      Account account,
      Commands commands,
      Cleanup cleanup,
      Patience patience,
      Path folder,
      boolean installed) {
    this.installed = installed;
    this.settings = settings;
    this.overrides = Map.copyOf(overrides);
    this.account = account;
    this.commands = commands;
    this.cleanup = cleanup;
    this.patience = patience;
    this.publishing =
        new PublishingSteps(settings, account, commands, cleanup, patience.step(), folder);
  }

  /** All steps. */
  List<Step> all() {
    List<Step> steps = new ArrayList<>();
    steps.add(
        step("the CDK is installed", Command.cdk(List.of("npm", "ci")), Expectation.status(0))
            .lacking(installed ? "it is already" : ""));
    steps.add(deploy());
    steps.addAll(recipients());
    steps.add(detection());
    steps.addAll(publishing.starting());
    steps.add(step("everything arrives", verify(), Expectation.status(0), patience.arrival()));
    steps.add(
        step(
                "the warm-up is over",
                verify(),
                Expectation.status(0).notPrinting("in INSUFFICIENT_DATA", "is in ALARM"),
                patience.warmUp())
            .lacking(onlyAws("LocalStack evaluates no metric math and has no warm-up")));
    steps.add(
        step(
            "a page is delivered",
            Command.runwatch("drill", FIRED, "--env", name()),
            Expectation.status(0).printing("confirmed recipients: ")));
    steps.addAll(muting());
    steps.add(
        step(
                "nothing would change",
                cdk("diff", "--fail", "--method=template"),
                Expectation.status(0))
            .optional());
    steps.addAll(destroying());
    return steps;
  }

  private Step deploy() {
    Command deploy = cdk("deploy", "--require-approval", "never");
    return new Step(
        "the stack is deployed",
        deploy.line(),
        Expectation.status(0).told(),
        "",
        /* essential= */ true,
        () -> {
          cleanup.before(
              STACK,
              account::deleteStack,
              "the stack "
                  + settings.stackName()
                  + " is left; run  aws cloudformation delete-stack --stack-name "
                  + settings.stackName());
          return patience.until(commands, deploy, Expectation.status(0), Duration.ZERO);
        });
  }

  private List<Step> recipients() {
    int addresses = settings.destinations().values().stream().mapToInt(Steps::mailed).sum();
    String nobody = addresses == 0 ? "the environment mails nobody" : "";
    String wait = "open the " + addresses + " mails and confirm, or wait for LocalStack to";
    return List.of(
        step(
                "recipients are red until they confirm",
                verify(),
                Expectation.status(1).printing("but nobody confirmed").times(addresses))
            .optional()
            .lacking(nobody),
        new Step(
            "the recipients confirm",
            wait,
            "verify does not print \"but nobody confirmed\"",
            nobody,
            /* essential= */ true,
            () -> {
              account.confirm();
              return patience.until(
                  commands,
                  verify(),
                  Expectation.status(1).notPrinting("but nobody confirmed"),
                  patience.confirmation());
            }));
  }

  private Step detection() {
    Command drill = Command.runwatch("drill", DETECTED, "--data", "--env", name());
    return new Step(
        "an alarm detects and pages",
        drill.line(),
        Expectation.status(0).told(),
        "",
        /* essential= */ false,
        () -> {
          if (account.isAws()) {
            return patience.until(commands, drill, Expectation.status(0), Duration.ZERO);
          }
          // LocalStack evaluates alarms late, and most of them never.
          String alarm = settings.stackName() + "-" + DETECTED;
          account.setOk(alarm);
          Commands.Service driver =
              publishing.service(
                  "the driver",
                  Command.runwatch("alarms", "drive", "--all", "--prefix", alarm, "--every", "1s"),
                  "alarms driven");
          try {
            return patience.until(commands, drill, Expectation.status(0), Duration.ZERO);
          } finally {
            driver.stop();
            cleanup.forget("the driver");
          }
        });
  }

  private List<Step> muting() {
    String lacking = onlyAws("LocalStack has no alarm mute rules");
    String rule = settings.muteRulePrefix();
    return List.of(
        new Step(
            "a mute is made",
            mute().line(),
            Expectation.status(0).printing("by " + rule).told(),
            lacking,
            /* essential= */ true,
            () -> {
              cleanup.before(
                  "the mute",
                  account::unmute,
                  "a mute rule is left; run  ./runwatch unmute --env " + name());
              return patience.until(
                  commands, mute(), Expectation.status(0).printing("by " + rule), Duration.ZERO);
            }),
        step(
                "the mute is listed",
                Command.runwatch("mutes", "--env", name()),
                Expectation.status(0).printing(rule))
            .lacking(lacking),
        step("verify is red while it mutes", verify(), Expectation.status(1).printing(rule))
            .lacking(lacking),
        new Step(
            "the mute ends",
            unmute().line(),
            Expectation.status(0).printing("unmuted: ").told(),
            lacking,
            /* essential= */ true,
            () -> {
              String seen =
                  patience.until(
                      commands,
                      unmute(),
                      Expectation.status(0).printing("unmuted: "),
                      Duration.ZERO);
              cleanup.forget("the mute");
              return seen;
            }),
        step(
                "a second end says that nothing was muted",
                unmute(),
                Expectation.status(0).printing("nothing was muted"))
            .lacking(lacking));
  }

  private List<Step> destroying() {
    Command destroy = cdk("destroy", "--force");
    return List.of(
        publishing.stopping(),
        new Step(
            "the stack is destroyed",
            destroy.line(),
            Expectation.status(0).told(),
            "",
            /* essential= */ true,
            () -> patience.until(commands, destroy, Expectation.status(0), Duration.ZERO)),
        new Step(
            "nothing is left",
            "aws cloudwatch describe-alarms --alarm-name-prefix " + settings.stackName() + "-",
            "no stack, alarm, topic or queue of the environment",
            "",
            /* essential= */ true,
            () -> {
              List<String> present = account.present();
              if (!present.isEmpty()) {
                throw new StepFailedException("left: " + String.join(", ", present));
              }
              cleanup.forget(STACK);
              return "nothing";
            }));
  }

  private static int mailed(Destinations destinations) {
    return destinations.mail().size();
  }

  private Step step(String title, Command command, Expectation expected) {
    return step(title, command, expected, Duration.ZERO);
  }

  private Step step(String title, Command command, Expectation expected, Duration longest) {
    return new Step(
        title,
        command.line(),
        expected.told() + (longest.isZero() ? "" : ", within " + longest.toMinutes() + " minutes"),
        "",
        /* essential= */ true,
        () -> patience.until(commands, command, expected, longest));
  }

  private String onlyAws(String lacking) {
    return account.isAws() ? "" : lacking;
  }

  private String name() {
    return settings.name().name();
  }

  private Command verify() {
    return Command.runwatch("verify", "--env", name());
  }

  private Command mute() {
    return Command.runwatch("mute", "10m", "--env", name(), "--reason", "conformance");
  }

  private Command unmute() {
    return Command.runwatch("unmute", "--env", name());
  }

  private Command cdk(String... words) {
    List<String> line = new ArrayList<>(List.of("npx", "cdk"));
    line.addAll(List.of(words));
    line.addAll(List.of("--no-notices", "-c", "env=" + name()));
    if (!account.isBootstrapped()) {
      line.addAll(List.of("-c", "synth=legacy"));
    }
    overrides.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(it -> line.addAll(List.of("-c", it.getKey() + "=" + it.getValue())));
    return Command.cdk(line);
  }
}
