/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.runwatch.testing.Needs;
import dev.runwatch.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.sns.Topic;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class SynthesisTest {

  private static final Path SNAPSHOT =
      Repository.root().resolve("infra/cdk/src/test/resources/prod.template.json");

  @ParameterizedTest
  @CsvSource({"dev", "staging", "'dev,staging'"})
  void anEnvironmentForTrialsIsSynthesisedAsItIsShippedWithoutAWarning(String environments) {
    assertThat(Stacks.synthesis().run(Stacks.appAsIs(Map.of("env", environments)))).isEmpty();
  }

  @Test
  void theShippedProductionIsRefusedBeforeAnythingIsMade() {
    App app = Stacks.appAsIs(Map.of("env", "prod"));
    assertThatThrownBy(() -> Stacks.synthesis().run(app))
        .hasMessageContaining("prod.yaml:6: mail.critical: 'oncall@example.com' is a placeholder")
        .hasMessageContaining("give -c mail.critical=ADDRESS");
    assertThat(app.getNode().getChildren()).isEmpty();
  }

  @Test
  void productionWithAddressesOfItsOwnIsSynthesisedWithoutAWarning() {
    assertThat(Stacks.synthesis().run(Stacks.app(Map.of()))).isEmpty();
  }

  @Test
  void everyVariantIsSynthesisedWithoutAWarning() {
    Map<String, Object> all =
        Map.of(
            "selfAlarms", "true",
            "weeklyTest", "cron(0 9 ? * MON *)",
            "synth", "legacy",
            "https.high", "https://hooks.platform.internal/alarms",
            "sqs.medium", "arn:aws:sqs:eu-west-1:123456789012:alarms",
            "topicArn.critical", "arn:aws:sns:eu-west-1:123456789012:pages");
    assertThat(Stacks.synthesis().run(Stacks.app(all))).isEmpty();
  }

  @Test
  void aTopicOfAnotherRegionIsRefused() {
    App app = Stacks.app(Map.of("topicArn.high", "arn:aws:sns:us-east-1:123456789012:pages"));
    assertThatThrownBy(() -> Stacks.synthesis().run(app))
        .hasMessageContaining("prod: topicArn.high: the topic is in us-east-1")
        .hasMessageContaining("within eu-west-1 only");
  }

  /** It would be nothing, and the addresses would be in the template. */
  @ParameterizedTest
  @CsvSource({"mailParameters, mailParameter", "selfalarms, selfAlarms", "synht, synth"})
  void aMistypedSwitchIsRefusedWithASuggestion(String key, String meant) {
    App app = Stacks.app(Map.of(key, "true"));
    assertThatThrownBy(() -> Stacks.synthesis().run(app))
        .hasMessageContaining("context: " + key + ": it is not a known key")
        .hasMessageContaining("did you mean " + meant + "?");
  }

  @Test
  void aWarningOfCdkFailsTheSynthesisAndLeavesNoTemplate() throws IOException {
    App app = Stacks.app(Map.of());
    Map<String, StackInput> inputs = Stacks.synthesis().stacks(app);
    Annotations.of(Stacks.stack(app, inputs)).addWarning("something is odd");
    assertThat(Synthesis.check(app, inputs)).anySatisfy(it -> assertThat(it).contains("is odd"));
    try (Stream<Path> files = Files.list(Path.of(app.getOutdir()))) {
      assertThat(files.map(Path::toString)).noneMatch(it -> it.endsWith(".template.json"));
    }
  }

  @Test
  void aFindingOfCdkNagFailsTheSynthesis() {
    App app = Stacks.app(Map.of());
    Map<String, StackInput> inputs = Stacks.synthesis().stacks(app);
    Stack stack = Stacks.stack(app, inputs);
    Topic.Builder.create(stack, "Bare").build();
    assertThat(Synthesis.check(app, inputs))
        .anySatisfy(it -> assertThat(it).contains("AwsSolutions-SNS3"))
        .anySatisfy(it -> assertThat(it).contains("NIST.800.53.R5-SNSEncryptedKMS"));
  }

  @Test
  void whoIsNotMailedIsSaid() {
    List<String> told = new ArrayList<>();
    new Synthesis(Repository.root(), Map.of(), told::add)
        .stacks(Stacks.app(Map.of("env", "staging")));
    assertThat(told)
        .containsExactly(
            "staging: nobody is mailed for critical (mail: none)",
            "staging: nobody is mailed for high (mail: none)",
            "staging: nobody is mailed for medium (mail: none)");
  }

  /** A reviewer sees in this file what a change does; -Drunwatch.snapshots=update rewrites it. */
  @Test
  void theTemplateOfProdIsTheSnapshot() throws IOException {
    JsonMapper sorted =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();
    ObjectNode template = Stacks.template(Map.of());
    String text = sorted.writeValueAsString(sorted.treeToValue(template, Map.class)) + "\n";
    if (System.getProperty("runwatch.snapshots", "").equals("update")) {
      Files.writeString(SNAPSHOT, text);
    }
    assertThat(text.lines().toList())
        .as("run again with -Drunwatch.snapshots=update, then review the diff")
        .isEqualTo(Files.readAllLines(SNAPSHOT));
  }

  /** In processes of their own, for the order of some collections is another in each. */
  @Test
  void theNextSynthesisIsTheSameByteByByte() throws Exception {
    String first = synthesisedByAProcess(elsewhere.resolve("1"));
    assertThat(first).contains("runwatch-prod-coordinator-down");
    assertThat(synthesisedByAProcess(elsewhere.resolve("2"))).isEqualTo(first);
    assertThat(synthesisedByAProcess(elsewhere.resolve("3"))).isEqualTo(first);
  }

  private static String synthesisedByAProcess(Path output) throws Exception {
    Needs.node();
    ProcessBuilder java =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Drunwatch.home=" + Repository.root(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.runwatch.cdk.MonitoringApp")
            .inheritIO();
    java.environment().put("CDK_OUTDIR", output.toString());
    Map<String, Object> context = new TreeMap<>(Stacks.REAL);
    context.put("env", "prod");
    java.environment().put("CDK_CONTEXT_JSON", Stacks.JSON.writeValueAsString(context));
    assertThat(java.start().waitFor()).isZero();
    return Files.readString(output.resolve("runwatch-prod.template.json"));
  }

  @Test
  void aTemplateOfTheLegacySynthesizerNeedsNoBootstrap() {
    assertThat(Stacks.template(Map.of("synth", "legacy")).toString()).doesNotContain("ootstrap");
    assertThat(Stacks.template(Map.of()).toString()).contains("BootstrapVersion");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          env | prd | 'prd' is not an environment; did you mean prod?
          env | prod,Prod | env: two environments have one name
          env | prod, | env: it is empty
          env | prod_eu | env: 'prod_eu' cannot name an environment; allowed: 1 to 32
          mail.critical | nobody | mail.critical: 'nobody'
          threshold.queue-backing-up | -1 | threshold.queue-backing-up: -1 is out of range
          threshold.que | 3 | threshold.que: it is not a known key
          Mail.critical | a@platform.internal | Mail.critical: it is not a known key
          synth | other | synth: 'other' is not known
          selfAlarms | yes | selfAlarms: 'yes' is not known; write true or false
          """)
  void aWrongContextIsRefusedBeforeAnythingIsMade(String key, String value, String message) {
    App app = Stacks.app(Map.of(key, value));
    assertThatThrownBy(() -> Stacks.synthesis().run(app)).hasMessageContaining(message);
    assertThat(app.getNode().getChildren()).isEmpty();
  }

  @TempDir private Path elsewhere;

  private void write(String environment) throws IOException {
    write(environment, "mail: none\n");
  }

  /** Writes a home with the shipped alarms and dashboards and one environment. */
  private void write(String environment, String text) throws IOException {
    for (String folder : List.of("alarms", "dashboards")) {
      Path from = Repository.root().resolve(folder);
      try (Stream<Path> files = Files.walk(from)) {
        for (Path file : files.toList()) {
          Files.copy(file, elsewhere.resolve(folder).resolve(from.relativize(file).toString()));
        }
      }
    }
    Path environments = Files.createDirectories(elsewhere.resolve("infra/cdk/environments"));
    Files.writeString(environments.resolve(environment + ".yaml"), text);
  }

  /** EnvironmentAgreementTest has the services' and verify's half. */
  @ParameterizedTest
  @MethodSource("dev.runwatch.testing.EnvironmentNames#table")
  void aStackIsMadeExactlyForTheEnvironmentsThatServicesTake(String name, boolean legal)
      throws IOException {
    write(name);
    App app = Stacks.app(Map.of("env", name));
    Synthesis synthesis = new Synthesis(elsewhere, Map.of("AWS_REGION", "eu-west-1"), it -> {});
    if (legal) {
      assertThat(synthesis.run(app)).isEmpty();
      assertThat(Path.of(app.getOutdir()).resolve("runwatch-" + name + ".template.json")).exists();
    } else {
      assertThatThrownBy(() -> synthesis.run(app))
          .hasMessageContaining("1 to 32 of A-Z a-z 0-9 and -, the first a letter or digit");
    }
  }

  @Test
  void aFileThatCannotNameAnEnvironmentIsRefusedByItsName() throws IOException {
    write("prod");
    Files.writeString(
        elsewhere.resolve("infra/cdk/environments").resolve("prod_eu.yaml"), "mail: none\n");
    assertThatThrownBy(
            () ->
                new Synthesis(elsewhere, Map.of("AWS_REGION", "eu-west-1"), it -> {})
                    .run(Stacks.app(Map.of())))
        .hasMessageContaining("'prod_eu' cannot name an environment")
        .hasMessageContaining("rename or remove its file");
  }

  @Test
  void withoutARegionNothingIsMade() throws IOException {
    write("prod");
    Map<String, String> variables =
        Map.of("CDK_DEFAULT_REGION", "us-east-1", "HOME", "/nonexistent");
    assertThatThrownBy(
            () -> new Synthesis(elsewhere, variables, it -> {}).run(Stacks.app(Map.of())))
        .hasMessageContaining("prod: no region is set; set AWS_REGION");
    Map<String, StackInput> inputs =
        new Synthesis(elsewhere, Map.of("AWS_REGION", "eu-north-1"), it -> {})
            .stacks(Stacks.app(Map.of()));
    assertThat(inputs.get("runwatch-prod").region()).isEqualTo("eu-north-1");
  }

  @Test
  void anAlarmWhoseActionsAreDisabledIsDeployedSoAndSaid() throws IOException {
    write("prod", "mail: none\nregion: eu-west-1\n");
    Path file = elsewhere.resolve("alarms/queue-backing-up.yaml");
    Files.writeString(file, Files.readString(file) + "ActionsEnabled: false\n");
    List<String> told = new ArrayList<>();
    App app = Stacks.app(Map.of());
    assertThat(new Synthesis(elsewhere, Map.of(), told::add).run(app)).isEmpty();
    assertThat(told).contains("prod: queue-backing-up notifies nobody (ActionsEnabled: false)");
    assertThat(Files.readString(Path.of(app.getOutdir()).resolve("runwatch-prod.template.json")))
        .containsOnlyOnce("\"ActionsEnabled\": false");
  }
}
