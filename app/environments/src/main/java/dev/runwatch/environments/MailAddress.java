/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An e-mail address. Immutable.
 *
 * <p>Source of the rule: "Mailbox" of RFC 5321, section 4.1.2, without quoted local parts and
 * address literals, and its limits of section 4.5.3.1.
 *
 * @param local what stands before the {@code @}
 * @param domain what stands after it, one label or several
 */
public record MailAddress(String local, String domain) {

  /** An address whose domain has several labels, as mail across the internet needs. */
  public static final String QUALIFIED =
      "[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
          + "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+"
          + "[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])";

  private static final int MAX_LENGTH = 254;
  private static final Pattern ADDRESS =
      Pattern.compile(
          "([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64})@"
              + "([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
              + "(\\.[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*)");

  /** The address, or empty where the text is none. */
  public static Optional<MailAddress> parse(String text) {
    Matcher matcher = ADDRESS.matcher(text);
    return text.length() <= MAX_LENGTH && matcher.matches()
        ? Optional.of(new MailAddress(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** Whether the domain has several labels; {@code oncall@localhost} has one. */
  public boolean isQualified() {
    return toString().matches(QUALIFIED);
  }

  @Override
  public String toString() {
    return local + "@" + domain;
  }
}
