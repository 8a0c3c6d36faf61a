/** What differs from one environment to the next, read from the environments' files. */
@NullMarked
package dev.runwatch.environments;

import org.jspecify.annotations.NullMarked;
