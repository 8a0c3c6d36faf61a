/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.Severity;
import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.MetricCatalogue;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment is told by context.
 *
 * @param mails whom the mails of a severity go to; may be empty for some
 */
record Settings(Environment environment, String namespace, Map<Severity, List<String>> mails) {

  private static final Pattern MAIL = Pattern.compile("[^@\\s,<>]+@[^@\\s,<>]+\\.[^@\\s,<>]+");

  /**
   * Reads {@code env}, {@code namespace} and {@code mail.<severity>}.
   *
   * @param context the value of a context key, or null
   * @throws IllegalArgumentException if a value is not allowed; the message names the key
   */
  static Settings read(Function<String, @Nullable Object> context) {
    Map<Severity, List<String>> mails = new EnumMap<>(Severity.class);
    for (Severity severity : Severity.values()) {
      mails.put(severity, addresses("mail." + severity.word(), context));
    }
    String env = text("env", context, "dev");
    Environment environment;
    try {
      environment = new Environment(env);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("context env: " + e.getMessage(), e);
    }
    return new Settings(
        environment, text("namespace", context, MetricCatalogue.DEFAULT_NAMESPACE), mails);
  }

  private static String text(
      String key, Function<String, @Nullable Object> context, String otherwise) {
    Object value = context.apply(key);
    return value == null ? otherwise : value.toString();
  }

  private static List<String> addresses(String key, Function<String, @Nullable Object> context) {
    List<String> addresses =
        Arrays.stream(text(key, context, "").split(",", -1))
            .map(String::strip)
            .filter(address -> !address.isEmpty())
            .distinct()
            .toList();
    for (String address : addresses) {
      if (!MAIL.matcher(address).matches()) {
        throw new IllegalArgumentException(
            "context " + key + ": '" + address + "' is not an address such as oncall@example.com");
      }
    }
    return addresses;
  }
}
