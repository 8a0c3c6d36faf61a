/**
 * {@code ./runwatch drill}, {@code mute} and {@code unmute}: alarms fired, and kept quiet, on
 * purpose.
 */
@NullMarked
package dev.runwatch.cli.drill;

import org.jspecify.annotations.NullMarked;
