/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.common;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * The version and the git commit that the running code was built from. Immutable.
 *
 * @param version the Maven version, for example {@code 0.1.0-SNAPSHOT}
 * @param commit the abbreviated commit, for example {@code a4a4128}; it ends in {@code -dirty} when
 *     the work tree had uncommitted changes; {@code unknown} when the build had no git repository
 */
public record BuildInfo(String version, String commit) {

  private static final String RESOURCE = "build.properties";

  private static final BuildInfo CURRENT = read();

  /** The build of the code on the class path. */
  public static BuildInfo current() {
    return CURRENT;
  }

  private static BuildInfo read() {
    Properties properties = new Properties();
    try (InputStream resource = BuildInfo.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(
            RESOURCE + " is missing beside " + BuildInfo.class.getName() + "; build with Maven");
      }
      properties.load(resource);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
    String commit = properties.getProperty("commit", "unknown");
    boolean dirty = Boolean.parseBoolean(properties.getProperty("dirty"));
    return new BuildInfo(
        properties.getProperty("version", "unknown"), dirty ? commit + "-dirty" : commit);
  }
}
