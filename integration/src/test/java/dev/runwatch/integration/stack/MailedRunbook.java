/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.testing.Launched;
import dev.runwatch.testing.LocalStack;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A runbook with the values that somebody reads off a mail. Nothing else is known.
 *
 * @param text the runbook
 * @param environment the environment in the alarm's name
 * @param coordinator the address in the mail
 */
record MailedRunbook(String text, String environment, String coordinator) {

  private static final Duration LONG = Duration.ofMinutes(3);
  private static final Pattern BLOCK = Pattern.compile("(?s)```sh\\n(.*?)```");

  /**
   * The runbook of the newest mail of an alarm.
   *
   * @param mails the mails as LocalStack keeps them: JSON, with quotation marks escaped once more
   * @param alarm the alarm's name in CloudWatch
   */
  static MailedRunbook of(String mails, String alarm) throws IOException {
    // The name comes before the description, and again at the end of the ARN.
    List<MatchResult> found =
        Pattern.compile("AlarmName[\\\\\": ]+" + Pattern.quote(alarm))
            .matcher(mails)
            .results()
            .toList();
    assertThat(found).as("mails of " + alarm).isNotEmpty();
    String mail = mails.substring(found.get(found.size() - 1).start());
    assertThat(mail)
        .as("where the dashboard is")
        .contains(" Dashboard: https://eu-west-1.console.");
    Path file = Repository.root().resolve("alarms").resolve(after("Runbook: ", mail));
    return new MailedRunbook(
        Files.readString(file),
        alarm.replaceFirst("^runwatch-([a-z]+)-.*", "$1"),
        after("Coordinator: ", mail));
  }

  private static String after(String label, String mail) {
    Matcher matcher = Pattern.compile(label + "([^\\s\"\\\\]+)").matcher(mail);
    assertThat(matcher.find()).as(label + " in " + mail).isTrue();
    return matcher.group(1);
  }

  /** Types the commands up to the causes as they are printed, and returns what they print. */
  String firstCommands(Path folder, LocalStack localStack) {
    int end = text.indexOf("## Likely causes");
    return typed(text.substring(text.indexOf("## From the mail"), end), folder, localStack);
  }

  /** Types the last commands, which mute. */
  String mute(Path folder, LocalStack localStack) {
    int begin = text.indexOf("## From the mail");
    String values = text.substring(begin, text.indexOf("## First three commands"));
    String last = text.substring(text.indexOf("## How to silence it"));
    return typed(values + last, folder, localStack);
  }

  private String typed(String part, Path folder, LocalStack localStack) {
    String script =
        BLOCK.matcher(part).results().map(MailedRunbook::block).collect(Collectors.joining("\n"));
    String filled =
        script
            .replaceFirst("(?m)^(export RUNWATCH_ENVIRONMENT=).*$", "$1" + environment)
            .replaceFirst("(?m)^(export COORDINATOR=).*$", "$1" + coordinator)
            .replaceFirst("(?m)^(export TOKEN=).*$", "$1none");
    String line = "cd '" + Repository.root() + "'\n" + filled;
    try (Launched launched =
        Launched.start(folder, localStack.environment(), List.of("bash", "-c", line))) {
      launched.awaitEnd(LONG);
      return launched.out() + launched.err();
    }
  }

  private static String block(MatchResult match) {
    return match.group(1);
  }
}
