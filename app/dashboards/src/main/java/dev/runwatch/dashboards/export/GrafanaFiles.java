/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.export;

/** The files that Grafana reads when it starts. */
final class GrafanaFiles {

  private static final String MADE =
      "# Made by  ./runwatch dashboards export grafana ; an edit here is lost.\n";

  private GrafanaFiles() {}

  static String datasource(GrafanaDatasource datasource, String url) {
    String how =
        datasource == GrafanaDatasource.PROMETHEUS
            ? "    url: " + url + "\n    jsonData:\n      timeInterval: 15s\n"
            : "    jsonData:\n      authType: default\n      defaultRegion: eu-west-1\n";
    return MADE
        + "apiVersion: 1\n"
        + "datasources:\n"
        + "  - name: Runwatch "
        + datasource.title()
        + "\n    uid: runwatch-"
        + datasource.type()
        + "\n    type: "
        + datasource.type()
        + "\n    access: proxy\n"
        + how;
  }

  static String dashboards() {
    return MADE
        + "apiVersion: 1\n"
        + "providers:\n"
        + "  - name: runwatch\n"
        + "    type: file\n"
        + "    disableDeletion: true\n"
        + "    allowUiUpdates: false\n"
        + "    options:\n"
        + "      path: /etc/grafana/dashboards\n";
  }
}
