/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Classifies failures by whether CloudWatch may have accepted the data. */
final class FailureClassifier {

  // The codes that say that the content of the request is invalid. Every other 400 is about the
  // caller, the clock, a limit, or comes from something before CloudWatch. Source: the API
  // reference,
  // PutMetricData and Common Errors.
  private static final Set<String> INVALID =
      Set.of(
          "InvalidFormat",
          "InvalidFormatFault",
          "InvalidParameterCombination",
          "InvalidParameterCombinationException",
          "InvalidParameterValue",
          "InvalidParameterValueException",
          "MissingParameter",
          "MissingRequiredParameter",
          "MissingRequiredParameterException",
          "SerializationException",
          "ValidationError",
          "ValidationException");

  private FailureClassifier() {}

  static AttemptOutcome of(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof SdkServiceException service) {
      return ofAnswer(service);
    }
    if (neverLeft(cause)) {
      return AttemptOutcome.RETRYABLE;
    }
    return timedOut(cause) ? AttemptOutcome.TIMED_OUT : AttemptOutcome.AMBIGUOUS;
  }

  private static boolean timedOut(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof TimeoutException || t instanceof ApiCallAttemptTimeoutException) {
        return true;
      }
    }
    return false;
  }

  private static AttemptOutcome ofAnswer(SdkServiceException answer) {
    int status = answer.statusCode();
    if (answer.isThrottlingException() || status == 429 || status == 503) {
      return AttemptOutcome.RETRYABLE;
    }
    if (status >= 500 || status == 408) {
      return AttemptOutcome.AMBIGUOUS;
    }
    if (status == 413) {
      return AttemptOutcome.TOO_LARGE;
    }
    return status == 400 && INVALID.contains(code(answer))
        ? AttemptOutcome.REJECTED
        : AttemptOutcome.RETRYABLE;
  }

  private static String code(SdkServiceException answer) {
    if (answer instanceof AwsServiceException aws) {
      AwsErrorDetails details = aws.awsErrorDetails();
      return details == null || details.errorCode() == null ? "" : details.errorCode();
    }
    return "";
  }

  private static boolean neverLeft(Throwable failure) {
    boolean outermostIsClient = failure instanceof SdkClientException;
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof ConnectException
          || t instanceof UnknownHostException
          || t instanceof NoRouteToHostException
          || t instanceof SSLHandshakeException
          // A client that is closed, or too busy to take a request.
          || t instanceof IllegalStateException) {
        return true;
      }
      String message = t.getMessage();
      if (message != null
          && (message.contains("Acquire operation took longer")
              || (outermostIsClient && message.contains("Unable to load credentials")))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the failure is an answer of CloudWatch or of something before it. */
  static boolean isResponse(Throwable failure) {
    return unwrapped(failure) instanceof SdkServiceException;
  }

  /** A failure in one line. */
  static String message(@Nullable Throwable failure) {
    return failure == null ? "" : unwrapped(failure).toString();
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable t = failure;
    while ((t instanceof CompletionException || t instanceof ExecutionException)
        && t.getCause() != null) {
      t = t.getCause();
    }
    return t;
  }
}
