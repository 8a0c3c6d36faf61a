/**
 * Brings sealed data to CloudWatch and keeps the account of it. Not an interface for users: types
 * are public for the rooms next door only.
 */
@NullMarked
package dev.runwatch.cloudwatch.internal.delivery;

import org.jspecify.annotations.NullMarked;
