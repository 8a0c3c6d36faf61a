/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.yaml.Suggestions;
import dev.runwatch.metrics.Environment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The options {@code -c} of the command line. Immutable.
 *
 * @param environments at least one, none twice
 * @param overrides values that replace those of the environment's file
 * @param legacy whether the template is for accounts without the bootstrap stack
 * @param mailParameter whether addresses are parameters of the template instead of text in it
 * @param selfAlarms whether there are alarms on the monitoring itself
 * @param alarmTags whether the tags of an alarm are in its notifications; not in every region
 */
public record Context(
    List<Environment> environments,
    Map<String, String> overrides,
    boolean legacy,
    boolean mailParameter,
    boolean selfAlarms,
    boolean alarmTags) {

  private static final Pattern OVERRIDE =
      Pattern.compile(
          "(namespace|region|runbooks|coordinatorUrl|weeklyTest|optionalAlarms|(mail|https|sqs|topicArn|threshold)\\..*)");

  private static final List<String> SWITCHES =
      List.of("env", "synth", "mailParameter", "selfAlarms", "alarmTags");

  private static final List<String> KEYS =
      List.of(
          "env",
          "synth",
          "mailParameter",
          "selfAlarms",
          "alarmTags",
          "namespace",
          "region",
          "runbooks",
          "coordinatorUrl",
          "weeklyTest",
          "optionalAlarms",
          "mail.SEVERITY",
          "https.SEVERITY",
          "sqs.SEVERITY",
          "topicArn.SEVERITY",
          "threshold.ALARM");

  /** Flags of CDK, what it looked up, and its own settings. */
  private static final Pattern OF_CDK =
      Pattern.compile("@.*|.*:.*|acknowledged-issue-numbers|cli-telemetry");

  public Context {
    environments = List.copyOf(environments);
    overrides = Map.copyOf(overrides);
  }

  /**
   * Reads all of the context.
   *
   * @throws IllegalArgumentException if a value is not allowed; the message names key and fix
   */
  public static Context read(Map<String, ?> given) {
    Map<String, String> overrides = new TreeMap<>();
    Map<String, String> rest = new TreeMap<>();
    given.forEach(
        (key, value) ->
            (OVERRIDE.matcher(key).matches() ? overrides : rest).put(key, String.valueOf(value)));
    for (String key : rest.keySet()) {
      if (!SWITCHES.contains(key) && !OF_CDK.matcher(key).matches()) {
        throw new IllegalArgumentException(
            "context: "
                + key
                + ": it is not a known key; "
                + Suggestions.nearest(key, KEYS).map(it -> "did you mean " + it + "? ").orElse("")
                + "known are "
                + String.join(", ", KEYS));
      }
    }
    String synth = rest.getOrDefault("synth", "default");
    if (!synth.equals("default") && !synth.equals("legacy")) {
      throw new IllegalArgumentException(
          "context: synth: '" + synth + "' is not known; write default or legacy");
    }
    return new Context(
        environments(rest.getOrDefault("env", "dev")),
        overrides,
        synth.equals("legacy"),
        flag("mailParameter", "false", rest),
        flag("selfAlarms", "false", rest),
        flag("alarmTags", "true", rest));
  }

  /**
   * What {@code verify} must know of the command line of the deployment. It has no region, which is
   * that of the stack, and no addresses where they are to stay out of the template.
   */
  Map<String, String> deployedWith() {
    Map<String, String> with = new TreeMap<>(overrides);
    with.remove("region");
    if (mailParameter) {
      with.keySet().removeIf(key -> key.startsWith("mail."));
      with.put("mailParameter", "true");
    }
    return with;
  }

  private static List<Environment> environments(String text) {
    List<Environment> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (String name : Arrays.stream(text.split(",", -1)).map(String::strip).toList()) {
      if (name.isEmpty()) {
        throw new IllegalArgumentException(
            "context: env: it is empty, or has an empty entry; write -c env=prod");
      }
      if (!seen.add(name.toLowerCase(Locale.ROOT))) {
        throw new IllegalArgumentException(
            "context: env: two environments have one name: " + name + "; name each once");
      }
      try {
        names.add(new Environment(name));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("context: env: " + e.getMessage(), e);
      }
    }
    return names;
  }

  private static boolean flag(String key, String otherwise, Map<String, String> given) {
    String value = given.getOrDefault(key, otherwise);
    if (!value.equals("true") && !value.equals("false")) {
      throw new IllegalArgumentException(
          "context: " + key + ": '" + value + "' is not known; write true or false");
    }
    return value.equals("true");
  }
}
