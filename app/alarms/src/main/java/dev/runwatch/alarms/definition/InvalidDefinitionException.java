/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import dev.runwatch.alarms.yaml.Fault;
import java.util.List;
import java.util.stream.Collectors;

/** Thrown for files that cannot be used, with all their faults. */
public final class InvalidDefinitionException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<Fault> faults;

  /**
   * @param faults at least one
   */
  public InvalidDefinitionException(List<Fault> faults) {
    super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
    this.faults = List.copyOf(faults);
  }

  /** All faults, in the order of files and lines. */
  public List<Fault> faults() {
    return faults;
  }
}
