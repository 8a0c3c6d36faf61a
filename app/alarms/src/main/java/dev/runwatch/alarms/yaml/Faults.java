/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the faults of one file, so that all of them are reported at once. Not thread-safe. */
public final class Faults {

  private static final int MOST = 100;

  private final String file;
  private final List<Fault> found = new ArrayList<>();

  /**
   * @param file the name of the file in a fault
   */
  public Faults(String file) {
    this.file = file;
  }

  /** The name of the file in a fault. */
  public String file() {
    return file;
  }

  /** Adds a fault. Keeps the first {@value #MOST} of a file. */
  public void add(int line, String field, String reason, String fix) {
    if (found.size() < MOST) {
      found.add(new Fault(file, line, field, reason, fix));
    }
  }

  /** Whether there is no fault so far. */
  public boolean none() {
    return found.isEmpty();
  }

  /** The faults so far, in the order of their lines. */
  public List<Fault> all() {
    return found.stream().sorted(Comparator.comparingInt(Fault::line)).toList();
  }
}
