/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/** Places widgets that name no position: left to right, then below all before. Not thread-safe. */
final class Placement {

  private int x;
  private int y;
  private int bottom;

  /** The next free place of that size. */
  Box next(int width, int height) {
    if (x + width > Box.COLUMNS) {
      x = 0;
      y = bottom;
    }
    Box box = new Box(x, y, width, height);
    take(box);
    return box;
  }

  /** Notes a box, after which the next one follows. */
  void take(Box box) {
    x = box.x() + box.width();
    y = box.y();
    bottom = Math.max(bottom, box.y() + box.height());
  }
}
