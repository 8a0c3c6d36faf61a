/**
 * Records samples by step, without locks or garbage. Internal, not part of the API: types are
 * public only for the other packages of this module.
 */
@NullMarked
package dev.runwatch.cloudwatch.internal.recording;

import org.jspecify.annotations.NullMarked;
