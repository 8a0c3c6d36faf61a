/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import java.net.URI;
import java.util.Map;

/**
 * LocalStack for tests: one for the whole run, got in the way that {@code -Drunwatch.localstack}
 * names.
 *
 * <ul>
 *   <li>{@code endpoint}: one that runs already, at {@code -Drunwatch.localstack.endpoint} or
 *       {@code AWS_ENDPOINT_URL}
 *   <li>{@code docker}: a container of {@value #IMAGE}
 *   <li>{@code host}: a process of this machine's Python, from pinned packages that are installed
 *       into {@code .localstack/} first
 *   <li>{@code auto}, the default: the first of them that this machine allows
 *   <li>{@code off}: none
 * </ul>
 */
public final class LocalStack {

  static final String IMAGE = "localstack/localstack:4.14.0";
  static final String SERVICES = "cloudwatch,sns,sqs,ses,s3,ssm,iam,sts,kms,cloudformation";

  /** The region tests use. */
  public static final String REGION = "eu-west-1";

  private static @org.jspecify.annotations.Nullable LocalStack shared;
  private static String missing = "";

  private final URI endpoint;
  private final String how;

  LocalStack(URI endpoint, String how) {
    this.endpoint = endpoint;
    this.how = how;
  }

  /** The LocalStack of this run; skips the test, with the reason, when there can be none. */
  public static synchronized LocalStack require() {
    if (shared == null && missing.isEmpty()) {
      try {
        shared = obtain();
        System.out.println("LocalStack: " + shared.how + " on " + shared.endpoint);
      } catch (UnavailableException e) {
        missing = String.valueOf(e.getMessage());
      }
    }
    if (shared == null) {
      throw Needs.notMet("there is no LocalStack: " + missing);
    }
    return shared;
  }

  /** Why there is none. */
  static final class UnavailableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnavailableException(String message) {
      super(message);
    }
  }

  private static LocalStack obtain() throws UnavailableException {
    String mode = System.getProperty("runwatch.localstack", "");
    String property = System.getProperty("runwatch.localstack.endpoint", "");
    String given =
        property.isEmpty() ? System.getenv().getOrDefault("AWS_ENDPOINT_URL", "") : property;
    return switch (mode.isEmpty() ? "auto" : mode) {
      case "endpoint" -> endpoint(given);
      case "docker" -> DockerLocalStack.start();
      case "host" -> HostLocalStack.start();
      case "auto" -> {
        if (!given.isEmpty()) {
          yield endpoint(given);
        }
        yield DockerLocalStack.imagePresent() ? DockerLocalStack.start() : HostLocalStack.start();
      }
      case "off" -> throw new UnavailableException("-Drunwatch.localstack=off");
      default ->
          throw new UnavailableException(
              "-Drunwatch.localstack=" + mode + " is none of auto, docker, host, endpoint, off");
    };
  }

  private static LocalStack endpoint(String given) throws UnavailableException {
    if (given.isEmpty()) {
      throw new UnavailableException(
          "neither -Drunwatch.localstack.endpoint nor AWS_ENDPOINT_URL is set");
    }
    return new LocalStack(URI.create(given), "a given one");
  }

  /** Where it listens. */
  public URI endpoint() {
    return endpoint;
  }

  /** The environment of a process that is to use it: all that the AWS SDK and CDK need. */
  public Map<String, String> environment() {
    return Map.of(
        "AWS_ENDPOINT_URL",
        endpoint.toString(),
        "AWS_REGION",
        REGION,
        "AWS_ACCESS_KEY_ID",
        "test",
        "AWS_SECRET_ACCESS_KEY",
        "test");
  }
}
