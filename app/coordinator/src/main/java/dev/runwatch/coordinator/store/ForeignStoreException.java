/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

/** The store belongs to another environment or role; nothing in it was changed. */
public final class ForeignStoreException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ForeignStoreException(String message) {
    super(message);
  }
}
