/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.verify;

import dev.runwatch.cli.verify.Finding.Level;
import dev.runwatch.common.Json;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The findings of all checks. Not thread-safe. */
final class Report {

  private static final int RED = 1;
  private static final int UNKNOWN = 2;

  private final String environment;
  private final List<Finding> findings = new ArrayList<>();

  Report(String environment) {
    this.environment = environment;
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  boolean green() {
    return status() == 0;
  }

  /** The exit status: 1 with a finding that is red, 2 with one that AWS does not tell, else 0. */
  int status() {
    if (count(Level.FAIL) > 0) {
      return RED;
    }
    return count(Level.UNKNOWN) > 0 ? UNKNOWN : 0;
  }

  void asText(PrintWriter out) {
    for (Finding finding : findings) {
      boolean red = finding.level() == Level.FAIL || finding.level() == Level.UNKNOWN;
      String level = red ? "FAIL" : word(finding);
      String fix = finding.fix().isEmpty() ? "" : "; " + finding.fix();
      out.printf(Locale.ROOT, "%-4s  %s: %s%s%n", level, finding.subject(), finding.message(), fix);
    }
    out.printf(
        Locale.ROOT,
        "%s: %d ok, %d warnings, %d failed%n",
        environment,
        count(Level.OK),
        count(Level.WARN),
        count(Level.FAIL) + count(Level.UNKNOWN));
  }

  void asJson(PrintWriter out) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("environment", environment);
    document.put("ok", green());
    List<Map<String, String>> checks = new ArrayList<>();
    for (Finding finding : findings) {
      Map<String, String> check = new LinkedHashMap<>();
      check.put("status", word(finding));
      check.put("subject", finding.subject());
      check.put("message", finding.message());
      check.put("fix", finding.fix());
      checks.add(check);
    }
    document.put("checks", checks);
    out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(document));
  }

  private static String word(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }

  private long count(Level level) {
    return findings.stream().filter(it -> it.level() == level).count();
  }
}
