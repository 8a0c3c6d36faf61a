/** Finds the missing links between the alarms and the recipients of a synthesised template. */
@NullMarked
package dev.runwatch.cdk.proof;

import org.jspecify.annotations.NullMarked;
