/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.fake;

import java.util.List;

/** What the fake does with a request. */
@FunctionalInterface
public interface Behaviour {

  /** How a request ends. */
  enum Kind {
    ACCEPT,
    FAIL,
    TAKE_THEN_FAIL,
    HANG,
    TAKE_THEN_HANG,
    CUT
  }

  /**
   * What happens to a request.
   *
   * @param status of the answer, when there is one
   * @param code the error's code
   */
  record Answer(Kind kind, int status, String code) {
    public static final Answer OK = new Answer(Kind.ACCEPT, 200, "");
    public static final Answer THROTTLE = new Answer(Kind.FAIL, 400, "ThrottlingException");
    public static final Answer UNAVAILABLE = new Answer(Kind.FAIL, 503, "ServiceUnavailable");
    public static final Answer INTERNAL = new Answer(Kind.FAIL, 500, "InternalServiceFault");
    public static final Answer TAKEN_BUT_500 =
        new Answer(Kind.TAKE_THEN_FAIL, 500, "InternalServiceFault");
    public static final Answer INVALID =
        new Answer(Kind.FAIL, 400, "InvalidParameterValueException");
    public static final Answer TOO_LARGE = new Answer(Kind.FAIL, 413, "RequestEntityTooLarge");
    public static final Answer EXPIRED = new Answer(Kind.FAIL, 403, "ExpiredTokenException");
    public static final Answer HANG = new Answer(Kind.HANG, 0, "");
    public static final Answer TAKEN_BUT_HANG = new Answer(Kind.TAKE_THEN_HANG, 0, "");
    public static final Answer CUT = new Answer(Kind.CUT, 0, "");
  }

  /**
   * @param number of the request, from 1
   */
  Answer answer(int number, List<Stored> data);
}
