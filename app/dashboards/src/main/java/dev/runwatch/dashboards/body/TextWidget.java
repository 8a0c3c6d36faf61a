/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

/**
 * A widget with text.
 *
 * @param markdown the text
 * @param transparent whether it has no background
 */
public record TextWidget(Place place, Box box, String markdown, boolean transparent)
    implements Widget {

  @Override
  public String title() {
    return "";
  }
}
