/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.metrics.MetricCatalogue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The steps with services that publish, by a role of their own. */
final class PublishingSteps {

  private static final Duration START = Duration.ofMinutes(3);
  private static final String ROLE = "the role";
  private static final String SERVICES = "the services";

  private final EnvironmentSettings settings;
  private final Account account;
  private final Commands commands;
  private final Cleanup cleanup;
  private final Duration step;
  private final Path folder;
  private final Map<String, String> credentials = new HashMap<>();
  private final List<Commands.Service> services = new ArrayList<>();

  /**
   * @param step of the services
   * @param folder for their data
   */
  PublishingSteps(
      EnvironmentSettings settings,
      Account account,
      Commands commands,
      Cleanup cleanup,
      Duration step,
      Path folder) {
    this.settings = settings;
    this.account = account;
    this.commands = commands;
    this.cleanup = cleanup;
    this.step = step;
    this.folder = folder;
  }

  /** The steps that start services, which may publish and nothing else. */
  List<Step> starting() {
    String policy = "aws iam attach-role-policy --role-name " + account.publisherRole() + " …";
    Step role =
        new Step(
            "services get the publisher policy only",
            policy,
            "another namespace is refused with AccessDenied",
            "",
            /* essential= */ true,
            () -> {
              cleanup.make(
                  ROLE,
                  account::makePublisherRole,
                  account::deletePublisherRole,
                  "the role "
                      + account.publisherRole()
                      + " is left; detach its policies and delete it");
              credentials.putAll(account.assumePublisherRole());
              if (!account.isAws()) {
                return "assumed; LocalStack does not enforce policies";
              }
              if (!account.refusesOtherNamespace(credentials)) {
                throw new StepFailedException("the role may publish into another namespace");
              }
              return "assumed, and another namespace is refused";
            });
    List<String> words =
        new ArrayList<>(List.of("coordinator", "--environment", settings.name().name()));
    words.addAll(
        List.of("--listen", "127.0.0.1:0", "--store", folder.resolve("runs.db").toString()));
    Step start =
        new Step(
            "the services start",
            Command.runwatch(words.toArray(String[]::new)).line() + "; ./runwatch runner …",
            "both say that they are ready",
            "",
            /* essential= */ true,
            () -> {
              String address =
                  keep(service(SERVICES, data(words, "coordinator"), "coordinator ready on (\\S+)"))
                      .told();
              List<String> runner =
                  List.of(
                      "runner", "--coordinator", address, "--environment", settings.name().name());
              keep(service(SERVICES, data(runner, "runner"), "runner (\\S+) ready"));
              return "at " + address;
            });
    return List.of(role, start);
  }

  private Command data(List<String> words, String role) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of("--data-dir", folder.resolve(role).toString()));
    all.addAll(List.of("--step", step.toSeconds() + "s"));
    if (!settings.namespace().equals(MetricCatalogue.DEFAULT_NAMESPACE)) {
      all.addAll(List.of("--namespace", settings.namespace()));
    }
    return Command.runwatch(all.toArray(String[]::new)).with(credentials);
  }

  private Commands.Service keep(Commands.Service service) {
    services.add(service);
    return service;
  }

  /** Starts a service that is stopped at the end, whatever happens. */
  Commands.Service service(String id, Command command, String ready) {
    Commands.Service service = commands.start(command, Pattern.compile(ready), START);
    try {
      cleanup.before(id, service::stop, command.line() + " still runs");
    } catch (InterruptedConformanceException e) {
      service.stop();
      throw e;
    }
    return service;
  }

  /** The step that stops them and takes their policy away. */
  Step stopping() {
    return new Step(
        "the services stop and the role loses its policy",
        "kill -TERM …; aws iam detach-role-policy --role-name " + account.publisherRole() + " …",
        "a policy that a role has cannot be deleted",
        "",
        /* essential= */ true,
        () -> {
          services.forEach(Commands.Service::stop);
          cleanup.forget(SERVICES);
          account.deletePublisherRole();
          cleanup.forget(ROLE);
          return "stopped and detached";
        });
  }
}
