/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * A value of a file or of the command line, with the place that its faults name.
 *
 * @param items one for a single value; empty where {@code none} is written
 * @param faults takes a reason and a fix
 */
record ConfiguredValue(List<String> items, BiConsumer<String, String> faults) {

  ConfiguredValue {
    items = List.copyOf(items);
  }

  void fault(String reason, String fix) {
    faults.accept(reason, fix);
  }
}
