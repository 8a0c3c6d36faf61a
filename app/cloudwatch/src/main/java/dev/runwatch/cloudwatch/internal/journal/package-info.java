/**
 * Keeps sealed data on disk until CloudWatch has accepted them. Not an interface for users: types
 * are public for the rooms next door only.
 */
@NullMarked
package dev.runwatch.cloudwatch.internal.journal;

import org.jspecify.annotations.NullMarked;
