/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.testing.Needs;
import dev.runwatch.testing.Repository;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Stacks for tests, made as the app makes them. */
final class Stacks {

  static final ObjectMapper JSON = JsonMapper.builder().build();

  private Stacks() {}

  /** What replaces the placeholders of the shipped production. */
  static final Map<String, String> REAL =
      Map.of(
          "runbooks", "https://wiki.platform.internal/runwatch/alarms/",
          "mail.critical", "oncall@platform.internal",
          "mail.high", "oncall@platform.internal",
          "mail.medium", "team@platform.internal");

  /** An app with that context, for production with real addresses where it names nothing else. */
  static App app(Map<String, Object> context) {
    Map<String, Object> all = new HashMap<>(context);
    all.putIfAbsent("env", "prod");
    if (all.get("env").equals("prod")) {
      REAL.forEach(all::putIfAbsent);
    }
    return appAsIs(all);
  }

  /** An app with exactly that context. */
  static App appAsIs(Map<String, Object> context) {
    Needs.node();
    Map<String, Object> all = new HashMap<>(context);
    all.put("@aws-cdk/core:target-partitions", java.util.List.of("aws", "aws-cn"));
    return new App(AppProps.builder().analyticsReporting(false).context(all).build());
  }

  static Synthesis synthesis() {
    return new Synthesis(Repository.root(), Map.of(), line -> {});
  }

  /** The first stack of an app. */
  static Stack stack(App app, Map<String, StackInput> inputs) {
    return (Stack) app.getNode().findChild(inputs.keySet().iterator().next());
  }

  /** The template of the environment that context names, prod by default. */
  static ObjectNode template(Map<String, Object> context) {
    App app = app(context);
    return template(stack(app, synthesis().stacks(app)));
  }

  static ObjectNode template(Stack stack) {
    JsonNode tree = JSON.valueToTree(Template.fromStack(stack).toJSON());
    return (ObjectNode) tree;
  }
}
