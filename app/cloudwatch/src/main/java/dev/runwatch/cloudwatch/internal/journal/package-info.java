/**
 * Keeps collected data on disk until CloudWatch has accepted them. Internal, not part of the API:
 * types are public only for the other packages of this module.
 */
@NullMarked
package dev.runwatch.cloudwatch.internal.journal;

import org.jspecify.annotations.NullMarked;
