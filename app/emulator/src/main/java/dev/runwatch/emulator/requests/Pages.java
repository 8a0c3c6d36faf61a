/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.emulator.requests;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages of an answer. A token is the number of elements on earlier pages. */
final class Pages {

  private Pages() {}

  /**
   * Where a page begins.
   *
   * @param token of the page before, or null for the first page
   * @throws software.amazon.awssdk.services.cloudwatch.model.InvalidNextTokenException if no page
   *     of that many elements has this token
   */
  static int start(@Nullable String token, int elements) {
    if (token == null) {
      return 0;
    }
    try {
      int start = Integer.parseInt(token);
      if (start > 0 && start < elements) {
        return start;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw ServiceErrors.invalidToken();
  }

  /** The token of the next page, or null if this one is the last. */
  static @Nullable String next(int start, int size, int elements) {
    return start + size < elements ? String.valueOf(start + size) : null;
  }

  static <T> List<T> page(List<T> all, int start, int size) {
    return all.subList(start, Math.min(all.size(), start + size));
  }
}
