/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.publishing;

import dev.runwatch.cloudwatch.internal.series.Rollup;
import java.util.OptionalLong;

/**
 * One collection, as collectors see it.
 *
 * @param rollup where to put what was recorded
 * @param open the step still being recorded, whose cells stay; {@link Long#MIN_VALUE} when
 *     everything is collected because the registry closes
 * @param firstElapsed the first step to fill with zeros where nothing was recorded
 * @param lastElapsed the last one; less than the first when there is none
 * @param sampled the step that gauges are sampled for, if any
 * @param sampledSums the step that gauges read as sums are sampled for, if any: the last of each
 *     period over which they are summed
 * @param closing whether the registry closes
 */
public record CollectionPass(
    Rollup rollup,
    long open,
    long firstElapsed,
    long lastElapsed,
    OptionalLong sampled,
    OptionalLong sampledSums,
    boolean closing) {}
