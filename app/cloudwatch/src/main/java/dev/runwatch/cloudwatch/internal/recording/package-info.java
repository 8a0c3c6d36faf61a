/**
 * Records what happens, step by step, without locks or garbage. Not an interface for users: types
 * are public for the rooms next door only.
 */
@NullMarked
package dev.runwatch.cloudwatch.internal.recording;

import org.jspecify.annotations.NullMarked;
