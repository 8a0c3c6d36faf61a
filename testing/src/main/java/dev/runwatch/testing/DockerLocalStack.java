/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.testing;

import java.nio.file.Files;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;

/** LocalStack in a container, by Testcontainers, which also ends it with this process. */
final class DockerLocalStack {

  private DockerLocalStack() {}

  /**
   * Whether Docker answers and has the image. A Docker without it is of no use where no image
   * registry can be reached, and finding that out by a pull takes minutes.
   */
  static boolean imagePresent() {
    boolean configured =
        System.getenv("DOCKER_HOST") != null || Files.exists(Path.of("/var/run/docker.sock"));
    if (!configured) {
      return false;
    }
    try {
      DockerClientFactory docker = DockerClientFactory.instance();
      if (!docker.isDockerAvailable()) {
        return false;
      }
      docker.client().inspectImageCmd(LocalStack.IMAGE).exec();
      return true;
    } catch (RuntimeException e) {
      // Testcontainers fails in many ways where its helper images cannot be pulled.
      System.out.println("LocalStack: Docker is not used: " + e.getMessage());
      return false;
    }
  }

  // The container lives as long as this process.
  @SuppressWarnings("resource")
  static LocalStack start() throws LocalStack.UnavailableException {
    try {
      LocalStackContainer container =
          new LocalStackContainer(LocalStack.IMAGE).withServices(LocalStack.SERVICES.split(","));
      container.start();
      return new LocalStack(container.getEndpoint(), "container of " + LocalStack.IMAGE);
    } catch (RuntimeException e) {
      throw new LocalStack.UnavailableException(
          "no container of " + LocalStack.IMAGE + " could be started: " + e.getMessage());
    }
  }
}
