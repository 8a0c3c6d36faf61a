/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The domains that are reserved for documentation and tests. What is sent there reaches nobody, so
 * such a name in a setting is a placeholder.
 *
 * <p>Source: RFC 2606, sections 2 and 3, and RFC 6761, section 6.
 */
public final class ReservedDomains {

  private static final List<String> RESERVED =
      List.of(
          "example.com", "example.net", "example.org", "example", "invalid", "localhost", "test");
  private static final Pattern HOST = Pattern.compile("[a-z]+://([^/:?#]*).*");

  private ReservedDomains() {}

  /** Whether a domain is a reserved one or below it; the case does not matter. */
  static boolean contains(String domain) {
    String name = domain.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    return RESERVED.stream()
        .anyMatch(reserved -> name.equals(reserved) || name.endsWith("." + reserved));
  }

  /** Whether the domain of a mail address or of a URL is reserved. */
  public static boolean isPlaceholder(String addressOrUrl) {
    Matcher url = HOST.matcher(addressOrUrl);
    return url.matches()
        ? contains(url.group(1))
        : contains(addressOrUrl.substring(addressOrUrl.lastIndexOf('@') + 1));
  }
}
