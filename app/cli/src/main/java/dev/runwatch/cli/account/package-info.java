/** What the subcommands share that look at, or act on, a deployed environment. */
@NullMarked
package dev.runwatch.cli.account;

import org.jspecify.annotations.NullMarked;
