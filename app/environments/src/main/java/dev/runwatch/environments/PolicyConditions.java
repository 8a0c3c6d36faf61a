/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The conditions of a statement. What is not known counts against the request: an unknown operator
 * or key holds for a Deny, and does not hold for an Allow.
 */
final class PolicyConditions {

  private static final String IF_EXISTS = "IfExists";

  /** The parts of an ARN: the last one may have colons of its own. */
  private static final int ARN_PARTS = 6;

  private PolicyConditions() {}

  /**
   * Whether all conditions hold.
   *
   * @param context the request's condition keys, in lower case
   */
  static boolean hold(Map<?, ?> conditions, Map<String, String> context, boolean deny) {
    for (Map.Entry<?, ?> operator : conditions.entrySet()) {
      for (Map.Entry<?, ?> key : ResourcePolicy.map(operator.getValue()).entrySet()) {
        String actual = context.get(String.valueOf(key.getKey()).toLowerCase(Locale.ROOT));
        if (!holds(
            String.valueOf(operator.getKey()),
            ResourcePolicy.texts(key.getValue()),
            actual,
            deny)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean holds(
      String operator, List<String> values, @Nullable String actual, boolean deny) {
    // A policy variable is replaced by what is not known here; ${AWS::…} is CloudFormation's.
    boolean unknown = values.stream().anyMatch(it -> it.contains("${") && !it.contains("${AWS::"));
    if (actual == null || unknown) {
      return deny || (!unknown && operator.endsWith(IF_EXISTS));
    }
    String name = operator.replace(IF_EXISTS, "");
    return switch (name) {
      case "StringEquals" -> values.contains(actual);
      case "StringNotEquals" -> !values.contains(actual);
      case "Bool", "StringEqualsIgnoreCase" -> values.stream().anyMatch(actual::equalsIgnoreCase);
      case "StringNotEqualsIgnoreCase" -> values.stream().noneMatch(actual::equalsIgnoreCase);
      case "StringLike" -> values.stream().anyMatch(it -> ResourcePolicy.like(it, actual));
      case "StringNotLike" -> values.stream().noneMatch(it -> ResourcePolicy.like(it, actual));
      case "ArnLike", "ArnEquals" -> values.stream().anyMatch(it -> arnLike(it, actual));
      case "ArnNotLike", "ArnNotEquals" -> values.stream().noneMatch(it -> arnLike(it, actual));
      default -> deny;
    };
  }

  /** A wildcard does not cross the colons between the parts of an ARN. */
  private static boolean arnLike(String pattern, String arn) {
    String[] wanted = pattern.split(":", ARN_PARTS);
    String[] parts = arn.split(":", ARN_PARTS);
    if (wanted.length != ARN_PARTS || parts.length != ARN_PARTS) {
      return false;
    }
    for (int i = 0; i < ARN_PARTS; i++) {
      if (!ResourcePolicy.like(wanted[i], parts[i])) {
        return false;
      }
    }
    return true;
  }
}
