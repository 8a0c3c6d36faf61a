/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.InvalidDefinitionException;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.alarms.lint.Lint;
import dev.runwatch.alarms.yaml.Fault;
import dev.runwatch.cdk.proof.DeliveryProof;
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.ExpectedEnvironment;
import dev.runwatch.environments.RegionChoice;
import dev.runwatch.metrics.Environment;
import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NIST80053R5Checks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.cxapi.CloudAssembly;
import software.amazon.awscdk.cxapi.CloudFormationStackArtifact;
import software.amazon.awscdk.cxapi.SynthesisMessageLevel;

/**
 * Makes the stacks. It refuses faults of the definitions before anything is written, warnings of
 * CDK and of cdk-nag, and a template with which no mail could arrive.
 */
final class Synthesis {

  private final Path home;
  private final RegionChoice regions;
  private final Consumer<String> notices;

  /**
   * @param home Runwatch's folder
   * @param variables the process's environment variables
   * @param notices takes a line for each setting that is allowed and may surprise
   */
  Synthesis(Path home, Map<String, String> variables, Consumer<String> notices) {
    this.home = home;
    this.notices = notices;
    this.regions = new RegionChoice(variables);
  }

  /**
   * Synthesises every stack that context names.
   *
   * @return one line for each fault; with a fault no template is left
   */
  List<String> run(App app) {
    return check(app, stacks(app));
  }

  /** Writes the templates of the stacks, and leaves none when there is a fault. */
  static List<String> check(App app, Map<String, StackInput> inputs) {
    CloudAssembly assembly = app.synth();
    List<String> faults = new ArrayList<>();
    for (CloudFormationStackArtifact stack : assembly.getStacks()) {
      faults.addAll(messages(stack));
      StackInput input = inputs.get(stack.getStackName());
      if (input != null) {
        DeliveryProof.brokenLinks(stack.getTemplate(), input.settings(), input.alarms()).stream()
            .map(it -> stack.getStackName() + ": " + it)
            .forEach(faults::add);
      }
    }
    if (!faults.isEmpty()) {
      assembly.getStacks().forEach(stack -> delete(Path.of(stack.getTemplateFullPath())));
    }
    return faults;
  }

  @SuppressWarnings("deprecation") // its successor is not in the libraries for Java
  private static List<String> messages(CloudFormationStackArtifact stack) {
    return stack.getMessages().stream()
        .filter(message -> message.getLevel() != SynthesisMessageLevel.INFO)
        .map(message -> message.getId() + ": " + message.getEntry().getData())
        .toList();
  }

  /** Makes the stacks by name, without writing anything. */
  Map<String, StackInput> stacks(App app) {
    Map<String, StackInput> inputs = inputs(app);
    inputs.values().forEach(input -> new MonitoringStack(app, input));
    Aspects.of(app).add(AwsSolutionsChecks.Builder.create().verbose(true).reports(false).build());
    Aspects.of(app).add(NIST80053R5Checks.Builder.create().verbose(true).reports(false).build());
    return inputs;
  }

  private Map<String, StackInput> inputs(App app) {
    Context context = Context.read(asMap(app.getNode().getAllContext()));
    Path directory = home.resolve("alarms");
    List<AlarmDefinition> definitions = DefinitionLoader.loadWithOptional(directory);
    List<Fault> faults = Lint.check(directory, definitions);
    if (!faults.isEmpty()) {
      throw new InvalidDefinitionException(faults);
    }
    Map<String, StackInput> inputs = new LinkedHashMap<>();
    for (Environment name : context.environments()) {
      EnvironmentSettings settings =
          EnvironmentSettings.loadToDeploy(
              home.resolve("infra/cdk/environments"), name, definitions, context.overrides());
      nobodyIsMailed(settings);
      String region = regions.of(settings, context.overrides().containsKey("region"));
      refuseTopicsElsewhere(settings, region);
      List<AlarmDefinition> deployed = settings.alarms(definitions);
      deployed.stream()
          .filter(it -> !it.actions().enabled())
          .forEach(
              it ->
                  notices.accept(
                      settings.name()
                          + ": "
                          + it.name()
                          + " notifies nobody (ActionsEnabled: false)"));
      inputs.put(
          settings.stackName(),
          new StackInput(
              settings,
              deployed,
              Dashboard.load(
                  home.resolve("dashboards"),
                  new ExpectedEnvironment(settings, deployed).onDashboard()),
              region,
              context));
    }
    return inputs;
  }

  /** CloudWatch publishes to topics of its own region only, and the deployment would roll back. */
  private static void refuseTopicsElsewhere(EnvironmentSettings settings, String region) {
    settings
        .topicArns()
        .forEach(
            (severity, arn) -> {
              String elsewhere = arn.split(":", -1)[3];
              if (!elsewhere.equals(region)) {
                throw new IllegalArgumentException(
                    settings.name()
                        + ": topicArn."
                        + severity.word()
                        + ": the topic is in "
                        + elsewhere
                        + ", and CloudWatch publishes within "
                        + region
                        + " only; give one in that region");
              }
            });
  }

  private void nobodyIsMailed(EnvironmentSettings settings) {
    for (Severity severity : Severity.values()) {
      if (!settings.topicArns().containsKey(severity)
          && settings.destinations(severity).mail().isEmpty()) {
        notices.accept(
            settings.name() + ": nobody is mailed for " + severity.word() + " (mail: none)");
      }
    }
  }

  private static Map<String, ?> asMap(Object context) {
    Map<String, Object> map = new LinkedHashMap<>();
    ((Map<?, ?>) context).forEach((key, value) -> map.put(String.valueOf(key), value));
    return map;
  }

  private static void delete(Path template) {
    try {
      Files.deleteIfExists(template);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
