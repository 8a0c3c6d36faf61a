/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.net.URI;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/**
 * Makes the clients of AWS's services.
 *
 * @param region where the environment is
 * @param given the endpoint of something that stands in for AWS, or empty
 * @param credentials empty for the SDK's default chain
 */
record Clients(Region region, Optional<URI> given, Optional<AwsCredentialsProvider> credentials) {

  <B extends AwsClientBuilder<B, C>, C> C of(B builder) {
    given.ifPresent(builder::endpointOverride);
    credentials.ifPresent(builder::credentialsProvider);
    return builder.region(region).build();
  }

  /** The same with the credentials of somebody else. */
  Clients as(AwsCredentialsProvider other) {
    return new Clients(region, given, Optional.of(other));
  }

  /**
   * The given endpoint.
   *
   * @throws IllegalStateException if none was given
   */
  URI endpoint() {
    return given.orElseThrow(() -> new IllegalStateException("AWS has many endpoints"));
  }
}
