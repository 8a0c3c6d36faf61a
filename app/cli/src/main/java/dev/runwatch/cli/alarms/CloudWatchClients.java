/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.alarms;

import dev.runwatch.environments.RegionChoice;
import java.net.URI;
import java.net.URISyntaxException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClientBuilder;

/** Clients by the AWS settings, or for another endpoint. */
final class CloudWatchClients {

  private CloudWatchClients() {}

  /**
   * A client in the region of {@link RegionChoice}; the caller closes it.
   *
   * @param endpoint a URL, or empty for the endpoint of the AWS settings
   * @throws InputException if the endpoint or a setting of the region is wrong
   */
  static CloudWatchClient open(String endpoint) {
    CloudWatchClientBuilder builder =
        CloudWatchClient.builder()
            .overrideConfiguration(config -> config.retryStrategy(RetryMode.ADAPTIVE_V2));
    if (!endpoint.isEmpty()) {
      builder.endpointOverride(uri(endpoint));
    }
    try {
      new RegionChoice(System.getenv()).ofProcess().map(Region::of).ifPresent(builder::region);
    } catch (IllegalArgumentException e) {
      throw new InputException(String.valueOf(e.getMessage()));
    }
    return builder.build();
  }

  private static URI uri(String endpoint) {
    try {
      URI uri = new URI(endpoint);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("https?")) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // The exception below says it.
    }
    throw new InputException(
        "--endpoint: '" + endpoint + "' is not a URL such as http://127.0.0.1:4566");
  }
}
