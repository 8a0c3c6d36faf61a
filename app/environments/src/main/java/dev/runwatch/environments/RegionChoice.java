/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which region a stack goes to. The CLI of CDK takes us-east-1 when nothing names one, and a stack
 * in the wrong region watches nothing: here that is refused.
 */
public final class RegionChoice {

  private static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}");

  private final Map<String, String> variables;

  /**
   * @param variables the process's environment variables
   */
  public RegionChoice(Map<String, String> variables) {
    this.variables = variables;
  }

  /**
   * By {@code -c region}, or else the AWS settings, or else the environment's file.
   *
   * @throws IllegalArgumentException if none of them names one
   */
  public String region(EnvironmentSettings settings, boolean regionIsOverridden) {
    if (regionIsOverridden && settings.region().isPresent()) {
      return settings.region().get();
    }
    for (String variable : new String[] {"AWS_REGION", "AWS_DEFAULT_REGION"}) {
      String value = variables.getOrDefault(variable, "");
      if (!value.isBlank()) {
        if (!REGION.matcher(value).matches()) {
          throw new IllegalArgumentException(
              variable + ": '" + value + "' is not a region; write one such as eu-west-1");
        }
        return value;
      }
    }
    String ofProfile = variables.getOrDefault("CDK_DEFAULT_REGION", "");
    if (hasProfile() && !ofProfile.isBlank()) {
      return ofProfile;
    }
    return settings
        .region()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    settings.name()
                        + ": no region is set; set AWS_REGION, choose a profile that has one, give"
                        + " -c region=eu-west-1, or write  region:  into its file"));
  }

  private boolean hasProfile() {
    String file = variables.getOrDefault("AWS_CONFIG_FILE", "");
    Path config =
        file.isBlank()
            ? Path.of(variables.getOrDefault("HOME", "."), ".aws", "config")
            : Path.of(file);
    return Files.isRegularFile(config);
  }
}
