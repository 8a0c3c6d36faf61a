/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.console;

import java.time.Duration;

/**
 * What a console is about.
 *
 * @param what what it looks at, for people, such as {@code a rehearsal on this machine}
 * @param environment the environment's name
 * @param namespace the namespace of its metrics
 * @param minute the length of a minute: 60 s, or less in a rehearsal
 * @param refresh how often the page reads the metrics
 */
public record About(
    String what, String environment, String namespace, Duration minute, Duration refresh) {}
