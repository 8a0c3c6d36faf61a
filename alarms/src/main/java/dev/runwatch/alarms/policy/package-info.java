/** Whether the policies of topics and keys let a notification through. */
@NullMarked
package dev.runwatch.alarms.policy;

import org.jspecify.annotations.NullMarked;
