/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.board;

import java.util.List;

/**
 * A dashboard with its data.
 *
 * @param from the start of the range, seconds of the epoch
 * @param to the end of the range, seconds of the epoch
 */
public record BoardData(long from, long to, List<DrawnWidget> widgets) {

  public BoardData {
    widgets = List.copyOf(widgets);
  }
}
