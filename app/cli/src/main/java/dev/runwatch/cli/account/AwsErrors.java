/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.account;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** Errors of the AWS SDK in one line that says what to do. */
public final class AwsErrors {

  /** What to do where no AWS setting names a region. */
  public static final String NO_REGION =
      "no AWS region is set: set AWS_REGION or choose a profile that has one";

  /** What to do where the SDK finds no credentials. */
  public static final String NO_CREDENTIALS =
      "no AWS credentials are found by the SDK's default chain: set them or choose a profile";

  private AwsErrors() {}

  /** Whether the endpoint does not know the operation, as LocalStack does not know mute rules. */
  public static boolean isUnknownOperation(AwsServiceException e) {
    String code = e.awsErrorDetails() == null ? "" : e.awsErrorDetails().errorCode();
    return e.statusCode() == 404
        || e.statusCode() == 501
        || reason(e).contains("unknown operation")
        || String.valueOf(code).matches("UnknownOperation.*|InvalidAction.*");
  }

  /** The reason in one line, without request ids and stack traces. */
  public static String reason(SdkException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    if (message.startsWith("Unable to load region")) {
      return NO_REGION;
    }
    if (message.startsWith("Unable to load credentials")) {
      return NO_CREDENTIALS;
    }
    if (e instanceof AwsServiceException refused && refused.awsErrorDetails() != null) {
      return refused.awsErrorDetails().serviceName()
          + ": "
          + refused.awsErrorDetails().errorCode()
          + ": "
          + String.valueOf(refused.awsErrorDetails().errorMessage()).lines().findFirst().orElse("");
    }
    return "AWS: " + message;
  }
}
