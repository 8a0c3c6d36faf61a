/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import java.net.URI;
import java.net.URISyntaxException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClientBuilder;

/** Clients by the AWS SDK's ordinary settings, or for an endpoint of one's own. */
final class CloudWatchClients {

  private CloudWatchClients() {}

  /**
   * A client; the caller closes it.
   *
   * @param endpoint a URL, or empty for what the SDK's settings name
   */
  static CloudWatchClient open(String endpoint) {
    CloudWatchClientBuilder builder =
        CloudWatchClient.builder()
            .overrideConfiguration(config -> config.retryStrategy(RetryMode.ADAPTIVE_V2));
    if (!endpoint.isEmpty()) {
      builder.endpointOverride(uri(endpoint));
    }
    return builder.build();
  }

  /** What is wrong, in one line that says what to do. */
  static String reason(SdkException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    if (message.startsWith("Unable to load region")) {
      return "no AWS region is set: set AWS_REGION or choose a profile that has one";
    }
    if (message.startsWith("Unable to load credentials")) {
      return "no AWS credentials are found by the SDK's default chain: set them or choose a profile";
    }
    return "CloudWatch: " + message;
  }

  private static URI uri(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // told below
    }
    throw new InputException(
        "--endpoint: '" + endpoint + "' is not a URL such as http://127.0.0.1:4566");
  }
}
