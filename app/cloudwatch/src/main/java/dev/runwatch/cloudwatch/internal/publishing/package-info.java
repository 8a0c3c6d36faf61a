/** Collects steps when they end and runs the publisher's threads. Internal, not part of the API. */
@NullMarked
package dev.runwatch.cloudwatch.internal.publishing;

import org.jspecify.annotations.NullMarked;
