/** The publisher: seals steps at their ends and keeps its threads. Not an interface for users. */
@NullMarked
package dev.runwatch.cloudwatch.internal.publishing;

import org.jspecify.annotations.NullMarked;
