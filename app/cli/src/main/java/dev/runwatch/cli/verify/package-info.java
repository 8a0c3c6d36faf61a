/** {@code ./runwatch verify}: whether what is deployed can page somebody, and what is missing. */
@NullMarked
package dev.runwatch.cli.verify;

import org.jspecify.annotations.NullMarked;
