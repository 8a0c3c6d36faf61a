/**
 * Turns what was recorded into named data that CloudWatch takes. Not an interface for users: types
 * are public for the rooms next door only.
 */
@NullMarked
package dev.runwatch.cloudwatch.internal.series;

import org.jspecify.annotations.NullMarked;
