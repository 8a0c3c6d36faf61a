/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/**
 * A rectangle on the grid of {@value #COLUMNS} columns.
 *
 * @param x the first column, 0 to 23
 * @param y the first row, 0 for the topmost
 * @param width in columns, 1 to 24
 * @param height in rows, 1 to 1000
 */
public record Box(int x, int y, int width, int height) {

  /** The columns of the grid. */
  public static final int COLUMNS = 24;

  /** The width and the height of a widget that gives none. */
  public static final int DEFAULT_SIZE = 6;

  /** Whether the two have a cell in common. */
  public boolean overlaps(Box other) {
    return x < other.x + other.width
        && other.x < x + width
        && y < other.y + other.height
        && other.y < y + height;
  }
}
