/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiPredicate;
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
          isFor(statement, service, deny)
              && isOn(statement, "Action", action, ResourcePolicy::actsLike)
              && isOn(statement, "Resource", resource, ResourcePolicy::like)
              && PolicyConditions.hold(map(statement.get("Condition")), context, deny);
      if (applies && deny) {
        return false;
      }
      allowed |= applies;
    }
    return allowed;
  }

  /** A statement that is for everybody but some allows nobody here, and denies all but those. */
  private static boolean isFor(Map<?, ?> statement, String service, boolean deny) {
    Object excepted = statement.get("NotPrincipal");
    return excepted == null
        ? names(statement.get("Principal"), service)
        : deny && !names(excepted, service);
  }

  private static boolean names(@Nullable Object principal, String service) {
    return "*".equals(principal)
        || texts(map(principal).get("AWS")).contains("*")
        || texts(map(principal).get("Service")).contains(service);
  }

  /** Whether an element such as Action, or its negation NotAction, covers a value. */
  private static boolean isOn(
      Map<?, ?> statement, String element, String value, BiPredicate<String, String> matches) {
    Object excepted = statement.get("Not" + element);
    if (excepted != null) {
      return texts(excepted).stream().noneMatch(it -> matches.test(it, value));
    }
    return texts(statement.get(element)).stream().anyMatch(it -> matches.test(it, value));
  }

  private static boolean actsLike(String pattern, String action) {
    return like(pattern.toLowerCase(Locale.ROOT), action.toLowerCase(Locale.ROOT));
  }

  /** Whether a text matches a pattern with {@code *} and {@code ?}. */
  static boolean like(String pattern, String text) {
    String regex =
        Arrays.stream(pattern.split("(?=[*?])|(?<=[*?])"))
            .map(it -> it.equals("*") ? ".*" : it.equals("?") ? "." : Pattern.quote(it))
            .collect(Collectors.joining());
    return Pattern.matches(regex, text);
  }

  static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }

  static List<String> texts(@Nullable Object value) {
    if (value == null) {
      return List.of();
    }
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).toList()
        : List.of(String.valueOf(value));
  }
}
