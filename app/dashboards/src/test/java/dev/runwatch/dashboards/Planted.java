/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A change to a body that makes a fault.
 *
 * @param old a text of the body; its first occurrence is replaced
 * @param now what replaces it
 * @param fault how the fault begins: its line, its pointer and its message
 */
record Planted(String old, String now, String fault) {

  private static final Pattern CASE = Pattern.compile("- (.*)\n\\+ ?(.*)\n= (.*)\n");

  /** Every case of a resource. */
  static Stream<Planted> all(String resource) {
    return CASE.matcher(text(resource))
        .results()
        .map(it -> new Planted(it.group(1), it.group(2), it.group(3)));
  }

  /** A resource beside this class. */
  static String text(String resource) {
    try (InputStream in = Planted.class.getResourceAsStream(resource)) {
      return new String(
          Objects.requireNonNull(in, resource).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body with the fault. */
  String in(String body) {
    assertThat(body).contains(old);
    return body.replaceFirst(Pattern.quote(old), Matcher.quoteReplacement(now));
  }

  @Override
  public String toString() {
    return fault;
  }
}
