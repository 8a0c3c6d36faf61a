/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
/** A shim; see the class. */
@NullMarked
package org.eclipse.jetty.util;

import org.jspecify.annotations.NullMarked;
