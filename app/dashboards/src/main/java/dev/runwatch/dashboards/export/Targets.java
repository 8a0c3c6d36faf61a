/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/** The queries of a panel in the language of a data source. */
interface Targets {

  /** The queries of a widget's metrics. */
  ArrayNode of(JsonNode widgetProperties);

  /** The letter of a query by its place: A, B… */
  static String letter(int index) {
    return String.valueOf((char) ('A' + index));
  }
}
