/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The AWS region that the stack, the commands that look at it, and the services use. All of them
 * read the same settings, so that metrics and alarms are in one place. Immutable.
 *
 * <p>The order is: an override of the command line; {@code AWS_REGION}; {@code AWS_DEFAULT_REGION};
 * the region of the profile; the environment's file. The CLI of CDK passes its own choice in {@code
 * CDK_DEFAULT_REGION}, which is us-east-1 where nothing names a region: that default is never used.
 */
public final class RegionChoice {

  static final Pattern REGION = Pattern.compile("[a-z]{2,4}(-[a-z]+)+-[0-9]{1,2}");

  /** What CDK chooses where nothing names a region. */
  private static final String CDK_FALLBACK = "us-east-1";

  private final Map<String, String> variables;

  /**
   * @param variables the process's environment variables
   */
  public RegionChoice(Map<String, String> variables) {
    this.variables = Map.copyOf(variables);
  }

  /**
   * The region of an environment.
   *
   * @param overridden whether the command line gave the settings' region
   * @throws IllegalArgumentException if nothing names a region, or a setting names none; the
   *     message says what to do
   */
  public String of(EnvironmentSettings settings, boolean overridden) {
    if (overridden && settings.region().isPresent()) {
      return settings.region().get();
    }
    return ofVariables()
        .or(() -> ofProfile(settings.region()))
        .or(settings::region)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    settings.name()
                        + ": no region is set; set AWS_REGION, choose a profile that has one, give"
                        + " region=eu-west-1 on the command line, or write  region:  into its"
                        + " file"));
  }

  /**
   * The region that the AWS settings of this process name: the variables, or else the profile.
   *
   * @throws IllegalArgumentException if a setting names none; the message says what to do
   */
  public Optional<String> ofProcess() {
    return ofVariables()
        .or(() -> checked("the region of the AWS profile", new ProfileFiles(variables).region()));
  }

  private Optional<String> ofVariables() {
    for (String variable : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
      Optional<String> value = checked(variable, text(variable));
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  private Optional<String> ofProfile(Optional<String> ofFile) {
    ProfileFiles files = new ProfileFiles(variables);
    Optional<String> profile = checked("the region of the AWS profile", files.region());
    Optional<String> cdk = text("CDK_DEFAULT_REGION");
    if (cdk.isEmpty() || cdk.equals(profile) || !files.anyHas(cdk.get())) {
      return profile;
    }
    // CDK was started with --profile, which it does not pass on: it read another profile's region.
    if (cdk.get().equals(CDK_FALLBACK) && profile.isEmpty() && !cdk.equals(ofFile)) {
      throw new IllegalArgumentException(
          "CDK_DEFAULT_REGION: "
              + CDK_FALLBACK
              + " may be the region of your --profile or what CDK takes where there is none; set"
              + " AWS_REGION, or give -c region="
              + CDK_FALLBACK);
    }
    return cdk;
  }

  private static Optional<String> checked(String setting, Optional<String> region) {
    if (region.isPresent() && !REGION.matcher(region.get()).matches()) {
      throw new IllegalArgumentException(
          setting + ": '" + region.get() + "' is not a region; write one such as eu-west-1");
    }
    return region;
  }

  private Optional<String> text(String variable) {
    return Optional.ofNullable(variables.get(variable)).filter(it -> !it.isBlank());
  }
}
