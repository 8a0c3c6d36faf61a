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
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/** Classifies failures by whether CloudWatch may have accepted the data. */
final class FailureClassifier {

  // 400s that are about the caller, not about the content of the request.
  private static final Set<String> IDENTITY =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "ExpiredToken",
          "ExpiredTokenException",
          "IncompleteSignature",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "MissingAuthenticationToken",
          "MissingAuthenticationTokenException",
          "NotAuthorized",
          "OptInRequired",
          "RequestExpired",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  private FailureClassifier() {}

  static AttemptOutcome of(Throwable failure) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof SdkServiceException service) {
      return ofAnswer(service);
    }
    if (neverLeft(cause)) {
      return AttemptOutcome.RETRYABLE;
    }
    return AttemptOutcome.AMBIGUOUS;
  }

  private static AttemptOutcome ofAnswer(SdkServiceException answer) {
    int status = answer.statusCode();
    if (answer.isThrottlingException() || status == 429 || status == 503) {
      return AttemptOutcome.RETRYABLE;
    }
    if (status >= 500 || status == 408) {
      return AttemptOutcome.AMBIGUOUS;
    }
    if (status == 413 || (status == 400 && !IDENTITY.contains(code(answer)))) {
      return AttemptOutcome.REJECTED;
    }
    // 401, 403 and every other status are about the endpoint or the caller, which can be fixed.
    return AttemptOutcome.RETRYABLE;
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
