/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards;

import static org.assertj.core.api.Assertions.assertThat;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.dashboards.export.GrafanaDatasource;
import dev.runwatch.dashboards.export.GrafanaExport;
import dev.runwatch.testing.Needs;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The exported dashboards against Grafana's own types, by the TypeScript compiler. */
final class GrafanaSchemaTest {

  /** The type of a dashboard as JSON has it, where a word stands for the constant of an enum. */
  private static final String TYPE =
      """
      import type { Dashboard } from '@grafana/schema';
      type Written<T> = T extends string ? `${T}` : T extends (infer U)[] ? Written<U>[]
        : T extends object ? { [K in keyof T]: Written<T[K]> } : T;
      export const dashboard: Written<Dashboard> =
      """;

  private static final Path FOLDER =
      Repository.root().resolve("app/dashboards/target/grafana").toAbsolutePath();

  @BeforeAll
  static void install() throws Exception {
    Needs.node();
    Path sources = Repository.root().resolve("app/dashboards/src/test/grafana");
    Files.createDirectories(FOLDER);
    for (String file : List.of("package.json", "package-lock.json", "tsconfig.json")) {
      Files.copy(sources.resolve(file), FOLDER.resolve(file), StandardCopyOption.REPLACE_EXISTING);
    }
    String installed = run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund");
    assertThat(FOLDER.resolve("node_modules/typescript")).as(installed).exists();
  }

  @Test
  void everyDashboardHasGrafanasTypes() throws Exception {
    for (GrafanaDatasource datasource : GrafanaDatasource.values()) {
      Files.writeString(FOLDER.resolve("dashboard.ts"), TYPE + exported(datasource));
      assertThat(run("node", "node_modules/typescript/bin/tsc", "-p", "."))
          .as(datasource.name())
          .isEmpty();
    }
  }

  @Test
  void aWrongWordAndAnUnknownPropertyAreFound() throws Exception {
    String wrong =
        exported(GrafanaDatasource.PROMETHEUS)
            .replaceFirst("\"absolute\"", "\"absolut\"")
            .replaceFirst("\"gridPos\" : \\{", "\"gridPos\" : { \"wide\": 3,");
    Files.writeString(FOLDER.resolve("dashboard.ts"), TYPE + wrong);
    assertThat(run("node", "node_modules/typescript/bin/tsc", "-p", "."))
        .contains("absolut")
        .contains("wide");
  }

  private static String exported(GrafanaDatasource datasource) {
    List<AlarmDefinition> alarms = DefinitionLoader.loadAll(Repository.root().resolve("alarms"));
    Dashboard dashboard = Dashboard.load(Repository.root().resolve("dashboards"), alarms);
    return new GrafanaExport(dashboard, alarms, "prod")
        .files(datasource, "http://localhost:9090")
        .getOrDefault(GrafanaExport.DASHBOARD, "");
  }

  /** What a program prints. */
  private static String run(String... command) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of(command));
    words.set(0, Needs.program(command[0]).toString());
    Path output = FOLDER.resolve("output.txt");
    new ProcessBuilder(words)
        .directory(FOLDER.toFile())
        .redirectErrorStream(true)
        .redirectOutput(output.toFile())
        .start()
        .waitFor();
    return Files.readString(output);
  }
}
