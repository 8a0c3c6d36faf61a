/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import org.jspecify.annotations.Nullable;

/**
 * A widget with the result of a query of CloudWatch Logs Insights.
 *
 * @param query the query with its {@code SOURCE} commands
 * @param region the region of the logs, or empty
 * @param accountId the account of the logs, or null for the dashboard's own
 * @param view {@link View#TABLE} by default
 */
public record LogWidget(
    Place place,
    Box box,
    String title,
    String query,
    String region,
    @Nullable String accountId,
    View view,
    boolean stacked)
    implements Widget {}
