/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.account;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;

/** Tells AWS from something that stands in for it, such as LocalStack. */
public final class AwsEndpoints {

  /** The domains of the partitions aws, aws-us-gov and aws-cn, VPC endpoints included. */
  private static final List<String> DOMAINS =
      List.of(".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".api.amazonwebservices.com.cn");

  private AwsEndpoints() {}

  /** Whether a client asks AWS: it has no endpoint of its own, or one in a domain of AWS. */
  public static boolean isAws(AwsServiceClientConfiguration client) {
    return client.endpointOverride().map(AwsEndpoints::isAws).orElse(true);
  }

  private static boolean isAws(URI endpoint) {
    String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
    return DOMAINS.stream().anyMatch(host::endsWith);
  }
}
