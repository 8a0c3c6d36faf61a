/**
 * Sends collected data to CloudWatch and counts their outcome. Internal, not part of the API: types
 * are public only for the other packages of this module.
 */
@NullMarked
package dev.runwatch.cloudwatch.internal.delivery;

import org.jspecify.annotations.NullMarked;
