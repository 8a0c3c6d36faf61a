/** Walks a synthesised template from alarm to mail and tells which link is missing. */
@NullMarked
package dev.runwatch.cdk.proof;

import org.jspecify.annotations.NullMarked;
