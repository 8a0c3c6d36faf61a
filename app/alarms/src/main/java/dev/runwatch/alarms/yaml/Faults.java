/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that all of it is told at once. Not thread-safe. */
public final class Faults {

  private static final int MOST = 100;

  private final String file;
  private final List<Fault> found = new ArrayList<>();

  /**
   * @param file the file as faults name it
   */
  public Faults(String file) {
    this.file = file;
  }

  /** The file as faults name it. */
  public String file() {
    return file;
  }

  /** Adds a fault; after {@value #MOST} of one file no more are kept. */
  public void add(int line, String field, String reason, String fix) {
    if (found.size() < MOST) {
      found.add(new Fault(file, line, field, reason, fix));
    }
  }

  /** Whether nothing is wrong so far. */
  public boolean none() {
    return found.isEmpty();
  }

  /** What is wrong so far, in the order of lines. */
  public List<Fault> all() {
    return found.stream().sorted(Comparator.comparingInt(Fault::line)).toList();
  }
}
