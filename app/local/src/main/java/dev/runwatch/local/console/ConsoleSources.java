/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import dev.runwatch.emulator.alarms.AlarmSnapshot;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.notifications.Mail;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the console shows and starts.
 *
 * @param metrics the published metrics
 * @param alarms the alarms as they are now
 * @param mails the mails so far, oldest first
 * @param drills the drills that can be started
 * @param mutes mutes alarms
 * @param dashboard the dashboard's body, JSON without tokens
 * @param runnerPages the metrics of a runner by its name, as Prometheus reads them
 * @param clock the time up to which metrics are shown
 */
public record ConsoleSources(
    MetricStore metrics,
    Supplier<List<AlarmSnapshot>> alarms,
    Supplier<List<Mail>> mails,
    DrillRegistry drills,
    AlarmMutes mutes,
    String dashboard,
    Function<String, Optional<String>> runnerPages,
    InstantSource clock) {}
