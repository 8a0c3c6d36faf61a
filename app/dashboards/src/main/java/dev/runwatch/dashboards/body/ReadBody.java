/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.util.List;
import java.util.Map;

/**
 * What {@link BodyReader} makes of a text.
 *
 * @param body the body; where the text has a fault, a default takes the place of the value
 * @param faults what CloudWatch would refuse or not understand, in the order of the text
 * @param lines the line of each value by its JSON pointer
 */
public record ReadBody(DashboardBody body, List<Fault> faults, Map<String, Integer> lines) {

  public ReadBody {
    faults = List.copyOf(faults);
    lines = Map.copyOf(lines);
  }

  /** The place of a value; one that is missing has the line of what it would be part of. */
  public Place place(String pointer) {
    return place(pointer, lines);
  }

  static Place place(String pointer, Map<String, Integer> lines) {
    String at = pointer;
    while (!lines.containsKey(at) && !at.isEmpty()) {
      at = at.substring(0, at.lastIndexOf('/'));
    }
    return new Place(pointer, lines.getOrDefault(at, 1));
  }
}
