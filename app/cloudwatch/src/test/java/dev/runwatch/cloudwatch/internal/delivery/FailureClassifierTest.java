/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.cloudwatch.fake.ScriptedClient;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which failures may drop data, and which may have been accepted. */
final class FailureClassifierTest {

  private static AttemptOutcome outcome(int status, String code) {
    return FailureClassifier.of(new CompletionException(ScriptedClient.failure(status, code)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "LimitExceeded",
        "LimitExceededException",
        "LimitExceededFault",
        "RequestTimeTooSkewed",
        "InternalFailure",
        "ExpiredToken",
        "NeverSeenBefore",
        ""
      })
  void aBadRequestThatIsNotAboutItsContentDropsNothing(String code) {
    assertThat(outcome(400, code)).isEqualTo(AttemptOutcome.RETRYABLE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InvalidParameterValue",
        "InvalidParameterValueException",
        "InvalidParameterCombinationException",
        "MissingRequiredParameterException",
        "InvalidFormat",
        "ValidationError",
        "ValidationException",
        "SerializationException"
      })
  void onlyTheValidationCodesOfCloudWatchMayDropData(String code) {
    assertThat(outcome(400, code)).isEqualTo(AttemptOutcome.REJECTED);
    assertThat(outcome(403, code)).isEqualTo(AttemptOutcome.RETRYABLE);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 504, 408})
  void answersOfUnknownFateAreAmbiguous(int status) {
    assertThat(outcome(status, "InternalServiceFault")).isEqualTo(AttemptOutcome.AMBIGUOUS);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 429, 503})
  void refusalsBeforeTheContentIsReadAreSentAgain(int status) {
    assertThat(outcome(status, "Something")).isEqualTo(AttemptOutcome.RETRYABLE);
  }

  @Test
  void whatNeverLeftIsSentAgainAndWhatMayHaveLeftIsAmbiguous() {
    assertThat(FailureClassifier.of(new ConnectException("refused")))
        .isEqualTo(AttemptOutcome.RETRYABLE);
    assertThat(FailureClassifier.of(new IOException("reset"))).isEqualTo(AttemptOutcome.AMBIGUOUS);
    assertThat(FailureClassifier.of(new TimeoutException())).isEqualTo(AttemptOutcome.TIMED_OUT);
    assertThat(outcome(413, "")).isEqualTo(AttemptOutcome.TOO_LARGE);
  }
}
