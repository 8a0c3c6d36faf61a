/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.export;

import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** YAML files, the same bytes for the same content. */
final class YamlText {

  private static final int LONG = 100_000;

  private YamlText() {}

  /** A document below a comment that says how it is made. */
  static String of(String command, Object document) {
    DumpSettings settings =
        DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndent(2)
            .setWidth(LONG)
            .setDereferenceAliases(true)
            .build();
    return "# Made by  "
        + command
        + "  from the files in alarms/; an edit here is lost.\n"
        + new Dump(settings).dumpToString(document);
  }
}
