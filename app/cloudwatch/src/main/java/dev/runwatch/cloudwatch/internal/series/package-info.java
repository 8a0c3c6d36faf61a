/**
 * Converts recordings to data under legal CloudWatch names. Internal, not part of the API: types
 * are public only for the other packages of this module.
 */
@NullMarked
package dev.runwatch.cloudwatch.internal.series;

import org.jspecify.annotations.NullMarked;
