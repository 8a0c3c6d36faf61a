/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

/**
 * One thing that is wrong with a file, and what to do about it.
 *
 * @param file the file
 * @param line the line, 1 or more; 0 where none can be named
 * @param field the field, such as {@code Metrics[1].Expression}; empty for the whole file
 * @param reason what is wrong
 * @param fix what to write instead
 */
public record Fault(String file, int line, String field, String reason, String fix) {

  /** One line: file, line, field, reason, fix. */
  @Override
  public String toString() {
    String where = line > 0 ? file + ":" + line : file;
    return where + ": " + (field.isEmpty() ? "" : field + ": ") + reason + "; " + fix;
  }
}
