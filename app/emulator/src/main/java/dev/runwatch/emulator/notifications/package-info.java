/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** What alarms mail, and SMTP to send it. */
@NullMarked
package dev.runwatch.emulator.notifications;

import org.jspecify.annotations.NullMarked;
