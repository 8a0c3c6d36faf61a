/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.notifications.Mail;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What the console of a rehearsal shows and starts beside alarms and dashboard.
 *
 * @param metrics the published metrics
 * @param mails the mails so far, oldest first
 * @param drills the drills that can be started
 * @param mutes mutes alarms
 * @param runnerPages the metrics of a runner by its name, as Prometheus reads them
 * @param coordinator the address of the coordinator
 */
public record Rehearsal(
    MetricStore metrics,
    Supplier<List<Mail>> mails,
    DrillRegistry drills,
    AlarmMutes mutes,
    Function<String, Optional<String>> runnerPages,
    URI coordinator) {}
