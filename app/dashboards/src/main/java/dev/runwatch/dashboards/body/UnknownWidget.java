/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import tools.jackson.databind.JsonNode;

/**
 * A widget of a type that this model has no record for, such as {@code custom}.
 *
 * @param type the type as the body has it, or empty
 * @param properties as the body has them
 */
public record UnknownWidget(Place place, Box box, String title, String type, JsonNode properties)
    implements Widget {}
