/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The regions that the profiles of the AWS configuration and credentials files name. Immutable.
 *
 * <p>The order of the files is that of the CLI of CDK: a profile's region in the credentials file,
 * then in the configuration file, then the default profile's in the same order.
 */
final class ProfileFiles {

  private static final String DEFAULT = "default";
  private static final Pattern SECTION = Pattern.compile("\\[\\s*(?:profile\\s+)?(\\S+)\\s*].*");
  private static final Pattern REGION = Pattern.compile("region\\s*=\\s*([^#;\\s]*).*");

  private final Map<String, String> variables;
  private final Map<String, String> config;
  private final Map<String, String> credentials;

  /** Reads the files that the variables name, or those in the home folder; both may be absent. */
  ProfileFiles(Map<String, String> variables) {
    this.variables = variables;
    this.config = regions("AWS_CONFIG_FILE", "config");
    this.credentials = regions("AWS_SHARED_CREDENTIALS_FILE", "credentials");
  }

  /** The region of the profile that {@code AWS_PROFILE} names, or of the default profile. */
  Optional<String> region() {
    String profile = text("AWS_PROFILE").orElse(DEFAULT);
    for (String name : List.of(profile, DEFAULT)) {
      for (Map<String, String> file : List.of(credentials, config)) {
        String region = file.getOrDefault(name, "");
        if (!region.isEmpty()) {
          return Optional.of(region);
        }
      }
    }
    return Optional.empty();
  }

  /** Whether any profile names a region. */
  boolean anyHas(String region) {
    Collection<String> all = config.values();
    return all.contains(region) || credentials.containsValue(region);
  }

  private Map<String, String> regions(String variable, String name) {
    Path home = Path.of(text("HOME").orElseGet(() -> System.getProperty("user.home", ".")));
    Path file =
        text(variable)
            .map(it -> it.startsWith("~/") ? home.resolve(it.substring(2)) : Path.of(it))
            .orElse(home.resolve(".aws").resolve(name));
    Map<String, String> regions = new HashMap<>();
    String profile = "";
    for (String line : lines(file)) {
      Matcher section = SECTION.matcher(line);
      Matcher region = REGION.matcher(line);
      if (section.matches()) {
        profile = section.group(1);
      } else if (region.matches()) {
        regions.put(profile, region.group(1));
      }
    }
    return regions;
  }

  private static List<String> lines(Path file) {
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file + ": it cannot be read; make it readable, or set AWS_REGION", e);
    }
  }

  private Optional<String> text(String variable) {
    return Optional.ofNullable(variables.get(variable)).filter(it -> !it.isBlank());
  }
}
