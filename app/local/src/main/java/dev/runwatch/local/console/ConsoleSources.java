/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import dev.runwatch.alarms.evaluation.SeriesSource;
import dev.runwatch.emulator.alarms.AlarmSnapshot;
import dev.runwatch.local.board.BoardView;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the console shows.
 *
 * @param about what it is about
 * @param alarms the alarms as they are now, their definitions without tokens
 * @param series the data that the alarms read
 * @param dashboard the dashboard's body, JSON without tokens
 * @param board the same dashboard with its data
 * @param runbooks the text of a runbook in Markdown, by the name of its alarm
 * @param rehearsal what only a rehearsal has, or empty for an account
 * @param clock the time
 */
public record ConsoleSources(
    About about,
    Supplier<List<AlarmSnapshot>> alarms,
    SeriesSource series,
    String dashboard,
    BoardView board,
    Function<String, Optional<String>> runbooks,
    Optional<Rehearsal> rehearsal,
    InstantSource clock) {}
