/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk.proof;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A resource policy's verdict on one request. What it does not understand it takes for the worse:
 * an unknown condition does not allow and does not keep from denying.
 */
final class Policy {

  private Policy() {}

  /**
   * Whether a service may do something.
   *
   * @param statements the policy's statements
   * @param action such as {@code sns:Publish}
   * @param resource the resource's text, or {@code *} for a key's own policy
   * @param context the request's condition keys, in lower case
   */
  static boolean allows(
      List<JsonNode> statements,
      String service,
      String action,
      String resource,
      Map<String, String> context) {
    boolean allowed = false;
    for (JsonNode statement : statements) {
      boolean deny = TemplateText.of(statement.path("Effect")).equals("Deny");
      boolean applies =
          names(statement.path("Principal"), service)
              && matchesAny(statement.path("Action"), action)
              && resources(statement.path("Resource"), resource)
              && holds(statement.path("Condition"), context, deny);
      if (applies && deny) {
        return false;
      }
      allowed |= applies;
    }
    return allowed;
  }

  private static boolean names(JsonNode principal, String service) {
    if (TemplateText.of(principal).equals("*")
        || TemplateText.of(principal.path("AWS")).equals("*")) {
      return true;
    }
    return texts(principal.path("Service")).contains(service);
  }

  private static boolean resources(JsonNode given, String resource) {
    return texts(given).stream().anyMatch(it -> it.equals(resource) || it.equals("*"));
  }

  private static boolean matchesAny(JsonNode patterns, String text) {
    return texts(patterns).stream()
        .anyMatch(it -> like(it.toLowerCase(Locale.ROOT), text.toLowerCase(Locale.ROOT)));
  }

  private static boolean holds(JsonNode condition, Map<String, String> context, boolean deny) {
    for (Map.Entry<String, JsonNode> operator : condition.properties()) {
      for (Map.Entry<String, JsonNode> key : operator.getValue().properties()) {
        String actual = context.get(key.getKey().toLowerCase(Locale.ROOT));
        if (!holds(operator.getKey(), texts(key.getValue()), actual, deny)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean holds(
      String operator, List<String> values, @Nullable String actual, boolean deny) {
    boolean ifExists = operator.endsWith("IfExists");
    if (actual == null) {
      return ifExists || deny;
    }
    return switch (operator.replace("IfExists", "")) {
      case "StringEquals" -> values.contains(actual);
      case "Bool", "StringEqualsIgnoreCase" -> values.stream().anyMatch(actual::equalsIgnoreCase);
      case "StringLike", "ArnLike", "ArnEquals" ->
          values.stream().anyMatch(value -> like(value, actual));
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

  private static List<String> texts(JsonNode node) {
    if (node.isMissingNode()) {
      return List.of();
    }
    return node.isArray()
        ? node.valueStream().map(TemplateText::of).toList()
        : List.of(TemplateText.of(node));
  }
}
