/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

/**
 * One fault of a file and its fix.
 *
 * @param file the file
 * @param line the line, 1 or more; 0 for a fault of the whole file
 * @param field the field, such as {@code Metrics[1].Expression}; empty for the whole file
 * @param reason what is wrong
 * @param fix what to write instead
 */
public record Fault(String file, int line, String field, String reason, String fix) {

  /** One line: {@code file:line: field: reason; fix}. */
  @Override
  public String toString() {
    String where = line > 0 ? file + ":" + line : file;
    return where + ": " + (field.isEmpty() ? "" : field + ": ") + reason + "; " + fix;
  }
}
