/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk.proof;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The values of a template as text, with references written as {@code ${Name}}. */
final class TemplateText {

  private TemplateText() {}

  /** The same tree as maps, lists and texts, every reference in it a text. */
  static Object resolved(JsonNode value) {
    boolean function =
        value.size() == 1
            && value.isObject()
            && value.properties().iterator().next().getKey().matches("Ref|Fn::.*");
    if (value.isArray()) {
      return value.valueStream().map(TemplateText::resolved).toList();
    }
    if (value.isObject() && !function) {
      Map<String, Object> map = new LinkedHashMap<>();
      value.properties().forEach(it -> map.put(it.getKey(), resolved(it.getValue())));
      return map;
    }
    return of(value);
  }

  /** The text that CloudFormation would make, with references unresolved. */
  static String of(JsonNode value) {
    if (value.isString()) {
      return value.stringValue();
    }
    if (value.has("Ref")) {
      return "${" + of(value.path("Ref")) + "}";
    }
    if (value.has("Fn::GetAtt")) {
      JsonNode parts = value.path("Fn::GetAtt");
      return "${" + of(parts.path(0)) + "." + of(parts.path(1)) + "}";
    }
    if (value.has("Fn::Join")) {
      JsonNode parts = value.path("Fn::Join");
      StringBuilder text = new StringBuilder();
      for (JsonNode part : parts.path(1)) {
        text.append(text.isEmpty() ? "" : of(parts.path(0))).append(of(part));
      }
      return text.toString();
    }
    if (value.has("Fn::Sub")) {
      return of(value.path("Fn::Sub"));
    }
    return value.toString();
  }
}
