/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.stackdriver;

import com.google.api.MonitoredResource;
import dev.runwatch.metrics.CloudMonitoringNames;
import java.util.Locale;
import java.util.UUID;

/**
 * What the time series of one process belong to. Each process has an id of its own, so two replicas
 * never write the same series.
 *
 * @param location the region or zone, or {@code global}
 * @param namespace tells apart installations in one project
 * @param job the role of the service, such as {@code coordinator}
 * @param id the process
 */
public record MonitoredTask(String location, String namespace, String job, String id) {

  /**
   * A process that has just started.
   *
   * @param hostname the start of the id, for people; a random part follows
   */
  public static MonitoredTask started(
      String location, String namespace, String job, String hostname) {
    String random = UUID.randomUUID().toString().substring(0, 8);
    return new MonitoredTask(
        location, namespace, job.toLowerCase(Locale.ROOT), hostname + "-" + random);
  }

  MonitoredResource in(String project) {
    return MonitoredResource.newBuilder()
        .setType(CloudMonitoringNames.RESOURCE)
        .putLabels("project_id", project)
        .putLabels("location", location)
        .putLabels("namespace", namespace)
        .putLabels("job", job)
        .putLabels("task_id", id)
        .build();
  }
}
