/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.stackdriver;

import com.google.api.gax.rpc.ApiException;
import com.google.api.gax.rpc.StatusCode;

/** Why metrics do not arrive, in one line. */
final class Reasons {

  private Reasons() {}

  static String of(Exception failure) {
    if (failure instanceof ApiException refused) {
      StatusCode.Code code = refused.getStatusCode().getCode();
      String text = text(refused);
      String named = text.startsWith(code.name()) ? text : code + ": " + text;
      return named + advice(code);
    }
    return text(failure);
  }

  private static String advice(StatusCode.Code code) {
    return switch (code) {
      case PERMISSION_DENIED ->
          " (the account needs the role roles/monitoring.metricWriter in the project)";
      case UNAUTHENTICATED -> " (check the file that GOOGLE_APPLICATION_CREDENTIALS names)";
      default -> "";
    };
  }

  /** The first line of the message, and that of the deepest cause. */
  private static String text(Throwable failure) {
    Throwable deepest = failure;
    for (Throwable at = failure; at != null; at = at.getCause()) {
      deepest = at.getMessage() == null ? deepest : at;
    }
    String first = line(failure).replace("io.grpc.StatusRuntimeException: ", "");
    String cause = line(deepest);
    return first.contains(cause) ? first : first + ": " + cause;
  }

  private static String line(Throwable failure) {
    String message = failure.getMessage();
    String text = message == null || message.isBlank() ? failure.toString() : message.strip();
    return text.lines().findFirst().orElse(text);
  }
}
