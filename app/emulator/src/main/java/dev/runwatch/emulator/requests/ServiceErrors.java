/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.requests;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.MissingRequiredParameterException;

/** Errors as the SDK throws them for CloudWatch's answers, all with status 400. */
final class ServiceErrors {

  private ServiceErrors() {}

  static CloudWatchException invalidValue(String message) {
    return error(InvalidParameterValueException.builder(), "InvalidParameterValue", message);
  }

  static CloudWatchException invalidCombination(String message) {
    return error(
        InvalidParameterCombinationException.builder(), "InvalidParameterCombination", message);
  }

  static CloudWatchException missing(String message) {
    return error(MissingRequiredParameterException.builder(), "MissingParameter", message);
  }

  static CloudWatchException invalidToken() {
    return error(
        InvalidNextTokenException.builder(), "InvalidNextToken", "The next token is invalid.");
  }

  private static CloudWatchException error(
      CloudWatchException.Builder builder, String code, String message) {
    return (CloudWatchException)
        builder
            .message(message)
            .statusCode(400)
            .awsErrorDetails(
                AwsErrorDetails.builder()
                    .errorCode(code)
                    .errorMessage(message)
                    .serviceName("CloudWatch")
                    .build())
            .build();
  }
}
