/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.stackdriver;

import com.google.api.gax.core.CredentialsProvider;
import com.google.api.gax.core.FixedCredentialsProvider;
import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.cloud.monitoring.v3.MetricServiceClient;
import com.google.cloud.monitoring.v3.MetricServiceSettings;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Monitoring API, and the project that it writes to.
 *
 * @param project the id of the project
 */
record Connection(MetricServiceClient client, String project) implements AutoCloseable {

  /** The application's default credentials: a file, gcloud's, or those of the machine. */
  interface CredentialsSource {

    /**
     * The credentials.
     *
     * @throws IOException if there are none, or the file cannot be read
     */
    GoogleCredentials get() throws IOException;
  }

  /**
   * Connects to Google, or to the given emulator without credentials.
   *
   * @param project empty for the one that the credentials name
   * @param emulator host and port, or null for Google
   * @throws IOException if there are no credentials, or no project is named
   */
  static Connection open(String project, @Nullable String emulator, CredentialsSource source)
      throws IOException {
    if (emulator != null) {
      String named = named(project, null);
      return new Connection(
          MetricServiceClient.create(
              MetricServiceSettings.newBuilder()
                  .setCredentialsProvider(NoCredentialsProvider.create())
                  .setTransportChannelProvider(
                      InstantiatingGrpcChannelProvider.newBuilder()
                          .setEndpoint(emulator)
                          .setChannelConfigurator(builder -> builder.usePlaintext())
                          .build())
                  .build()),
          named);
    }
    GoogleCredentials credentials = source.get();
    String named = named(project, credentials.getProjectId());
    CredentialsProvider scoped =
        FixedCredentialsProvider.create(
            credentials.createScoped(MetricServiceSettings.getDefaultServiceScopes()));
    return new Connection(
        MetricServiceClient.create(
            MetricServiceSettings.newBuilder().setCredentialsProvider(scoped).build()),
        named);
  }

  private static String named(String project, @Nullable String ofCredentials) throws IOException {
    if (!project.isEmpty()) {
      return project;
    }
    if (ofCredentials == null) {
      throw new IOException(
          "no project is named; set --google-project or the variable GOOGLE_CLOUD_PROJECT");
    }
    return ofCredentials;
  }

  @Override
  public void close() {
    client.close();
  }
}
