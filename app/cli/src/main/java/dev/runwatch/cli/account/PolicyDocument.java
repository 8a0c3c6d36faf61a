/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.account;

import dev.runwatch.common.Json;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** IAM policy documents of one statement. */
public final class PolicyDocument {

  private PolicyDocument() {}

  /**
   * A document, as JSON, that allows an action.
   *
   * @param principal who may do it, such as {@code {"Service": "sns.amazonaws.com"}}
   * @param action such as {@code sqs:SendMessage}
   * @param more the statement's other elements, such as {@code Resource} and {@code Condition}
   */
  public static String allowing(Map<String, String> principal, String action, Map<String, ?> more) {
    Map<String, Object> statement = new TreeMap<>(more);
    statement.putAll(Map.of("Effect", "Allow", "Principal", principal, "Action", action));
    return Json.mapper()
        .writeValueAsString(Map.of("Version", "2012-10-17", "Statement", List.of(statement)));
  }
}
