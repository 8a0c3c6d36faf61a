/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.integration.documents;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * Checks commands of the AWS CLI against the SDK, which is generated from the same models: an
 * operation is a method of the client, an option is a property of its request.
 */
final class AwsCommands {

  private static final Map<String, Class<?>> SERVICES =
      Map.of(
          "cloudwatch", CloudWatchClient.class,
          "cloudformation", CloudFormationClient.class,
          "kms", KmsClient.class,
          "sns", SnsClient.class,
          "sqs", SqsClient.class);

  private static final Set<String> GLOBAL_OPTIONS =
      Set.of("query", "output", "region", "profile", "endpoint-url", "no-cli-pager", "no-paginate");

  /** Commands and options that the CLI adds to the models. */
  private static final Map<String, Set<String>> CUSTOM =
      Map.of(
          "cloudformation deploy",
          Set.of(
              "stack-name",
              "template-file",
              "capabilities",
              "parameter-overrides",
              "no-fail-on-empty-changeset"),
          "cloudwatch put-metric-data",
          Set.of("metric-name", "value", "unit", "dimensions", "timestamp", "statistic-values"),
          "iam detach-role-policy",
          Set.of("role-name", "policy-arn"),
          "sts get-caller-identity",
          Set.of());

  private AwsCommands() {}

  /** What is wrong with a command, or nothing. */
  static Optional<String> fault(DocumentedCommand command) {
    if (command.words().size() < 3) {
      return Optional.of("an aws command needs a service and an operation");
    }
    String service = command.words().get(1);
    String operation = command.words().get(2);
    Optional<Class<?>> request = request(service, operation);
    Set<String> custom = CUSTOM.get(service + " " + operation);
    if (request.isEmpty() && custom == null) {
      return Optional.of("'" + service + " " + operation + "' is not an operation of the AWS CLI");
    }
    List<String> known = new ArrayList<>(GLOBAL_OPTIONS);
    known.addAll(custom == null ? Set.of() : custom);
    request.ifPresent(it -> known.addAll(options(it)));
    return command.arguments(3).stream()
        .filter(word -> word.startsWith("--"))
        .map(word -> word.substring(2).replaceFirst("=.*", ""))
        .filter(option -> !known.contains(option))
        .findFirst()
        .map(option -> "'--" + option + "' is not an option of " + service + " " + operation);
  }

  private static Optional<Class<?>> request(String service, String operation) {
    Class<?> client = SERVICES.get(service);
    if (client == null) {
      return Optional.empty();
    }
    String name = camel(operation);
    return Arrays.stream(client.getMethods())
        .filter(method -> method.getName().equals(name) && method.getParameterCount() == 1)
        .<Class<?>>map(method -> method.getParameterTypes()[0])
        .filter(SdkRequest.class::isAssignableFrom)
        .findFirst();
  }

  private static List<String> options(Class<?> request) {
    return Arrays.stream(request.getMethods())
        .filter(method -> method.getParameterCount() == 0)
        .map(Method::getName)
        .map(AwsCommands::kebab)
        .toList();
  }

  private static String camel(String kebab) {
    StringBuilder camel = new StringBuilder();
    for (String part : kebab.split("-", -1)) {
      boolean first = camel.isEmpty();
      camel.append(
          first || part.isEmpty()
              ? part
              : part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1));
    }
    return camel.toString();
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }
}
