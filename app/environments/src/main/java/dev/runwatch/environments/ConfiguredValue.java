/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import java.util.List;
import java.util.function.BiConsumer;

/**
 * A value, and where to complain about it: it may come from a file or from the command line.
 *
 * @param items one for a single value; empty where {@code none} is written
 * @param complain takes a reason and a fix
 */
record ConfiguredValue(List<String> items, BiConsumer<String, String> complain) {

  ConfiguredValue {
    items = List.copyOf(items);
  }

  void fault(String reason, String fix) {
    complain.accept(reason, fix);
  }
}
