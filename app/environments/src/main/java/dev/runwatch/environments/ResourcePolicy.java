/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A resource policy, which allows a request or not. It is cautious: a statement with an unknown
 * condition never allows, and always denies. Immutable.
 *
 * <p>Source of the rules: "Policy evaluation logic" and "IAM JSON policy elements: Condition
 * operators" of the IAM user guide.
 */
public final class ResourcePolicy {

  private final List<?> statements;

  /**
   * @param statements the statements: maps, lists and texts, as a JSON parser makes them
   */
  public ResourcePolicy(List<?> statements) {
    this.statements = List.copyOf(statements);
  }

  /**
   * Whether the policy allows an action of a service.
   *
   * @param service such as {@code cloudwatch.amazonaws.com}
   * @param action such as {@code sns:Publish}
   * @param resource the resource's ARN, or {@code *} for a key's own policy
   * @param context the request's condition keys, in lower case
   */
  public boolean allows(
      String service, String action, String resource, Map<String, String> context) {
    boolean allowed = false;
    for (Object each : statements) {
      Map<?, ?> statement = map(each);
      boolean deny = "Deny".equals(statement.get("Effect"));
      boolean applies =
          names(statement.get("Principal"), service)
              && acts(texts(statement.get("Action")), action)
              && texts(statement.get("Resource")).stream().anyMatch(it -> like(it, resource))
              && holds(map(statement.get("Condition")), context, deny);
      if (applies && deny) {
        return false;
      }
      allowed |= applies;
    }
    return allowed;
  }

  private static boolean names(@Nullable Object principal, String service) {
    return "*".equals(principal)
        || texts(map(principal).get("AWS")).contains("*")
        || texts(map(principal).get("Service")).contains(service);
  }

  private static boolean acts(List<String> patterns, String action) {
    String wanted = action.toLowerCase(Locale.ROOT);
    return patterns.stream().anyMatch(it -> like(it.toLowerCase(Locale.ROOT), wanted));
  }

  private static boolean holds(Map<?, ?> conditions, Map<String, String> context, boolean deny) {
    for (Map.Entry<?, ?> operator : conditions.entrySet()) {
      for (Map.Entry<?, ?> key : map(operator.getValue()).entrySet()) {
        String actual = context.get(String.valueOf(key.getKey()).toLowerCase(Locale.ROOT));
        if (!holds(String.valueOf(operator.getKey()), texts(key.getValue()), actual, deny)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean holds(
      String operator, List<String> values, @Nullable String actual, boolean deny) {
    if (actual == null) {
      return deny || operator.endsWith("IfExists");
    }
    return switch (operator.replace("IfExists", "")) {
      case "StringEquals" -> values.contains(actual);
      case "Bool", "StringEqualsIgnoreCase" -> values.stream().anyMatch(actual::equalsIgnoreCase);
      case "StringLike", "ArnLike", "ArnEquals" -> values.stream().anyMatch(it -> like(it, actual));
      default -> deny;
    };
  }

  /** Whether a text matches a pattern with {@code *} and {@code ?}. */
  private static boolean like(String pattern, String text) {
    String regex =
        Arrays.stream(pattern.split("(?=[*?])|(?<=[*?])"))
            .map(it -> it.equals("*") ? ".*" : it.equals("?") ? "." : Pattern.quote(it))
            .collect(Collectors.joining());
    return Pattern.matches(regex, text);
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  private static List<String> texts(@Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }
}
