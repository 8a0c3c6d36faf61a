/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.cli.account.AwsErrors;
import dev.runwatch.cli.account.EnvironmentOptions;
import dev.runwatch.common.BuildInfo;
import dev.runwatch.environments.EnvironmentSettings;
import dev.runwatch.environments.ExpectedEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/** {@code ./runwatch conformance}. */
@Command(
    name = "conformance",
    mixinStandardHelpOptions = true,
    description = {
      "Deploy an environment that is not deployed, check everything that only an account can show,",
      "and destroy it. It also asks CloudWatch, by temporary alarms, what AWS does not publish.",
      "It takes about an hour on an account, where it needs the rights of an administrator."
    },
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every step passed or was skipped, and nothing is left behind",
      "1:a step failed, or something is left behind and named",
      "2:wrong usage, the environment is deployed already, or AWS cannot be reached"
    })
public final class ConformanceCommand implements Callable<Integer> {

  private static final int FAILED = 1;
  private static final int REFUSED = 2;
  private static final String TEST = "test";
  private static final List<String> SEVERITIES =
      Arrays.stream(Severity.values()).map(Severity::word).toList();
  private static final String ANYBODY = "conformance@platform.internal";

  /** Which questions about CloudWatch are asked. */
  enum Questions {
    /** After the steps. */
    ASK,
    /** And no step is done. */
    ONLY,
    NONE
  }

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private EnvironmentOptions environment = new EnvironmentOptions();

  @Option(
      names = "--endpoint-url",
      paramLabel = "URL",
      description = "The endpoint of LocalStack (default: that of the AWS settings).")
  private @Nullable URI endpoint;

  @Option(
      names = "--mail",
      paramLabel = "ADDRESS",
      description = "Who is mailed for every severity (default: those of the environment).")
  private String mail = "";

  @Option(
      names = "--confirm-within",
      paramLabel = "DURATION",
      defaultValue = "30m",
      description = "How long to wait for the confirmations (default: ${DEFAULT-VALUE}).")
  private Duration confirmation = Duration.ZERO;

  @Option(
      names = "--questions",
      paramLabel = "WHICH",
      defaultValue = "ask",
      description = "ask, only (no steps) or none (default: ${DEFAULT-VALUE}).")
  private Questions questions = Questions.ASK;

  @Option(names = "--report", paramLabel = "FILE", description = "Write a report in Markdown.")
  private @Nullable Path report;

  @Override
  public Integer call() throws IOException {
    Map<String, String> overrides = overrides();
    ExpectedEnvironment deployed = environment.read(overrides);
    Region region = environment.region(deployed);
    Clients clients = clients(region);
    try (AwsAccount account = new AwsAccount(deployed.settings(), clients)) {
      if (!account.isAws() && mail.isEmpty()) {
        SEVERITIES.forEach(it -> overrides.putIfAbsent("mail." + it, ANYBODY));
        deployed = environment.read(overrides);
      }
      return run(account, deployed.settings(), overrides, clients);
    } catch (SdkException e) {
      return refused(AwsErrors.reason(e));
    }
  }

  private int run(
      AwsAccount account,
      EnvironmentSettings settings,
      Map<String, String> overrides,
      Clients clients)
      throws IOException {
    if (questions != Questions.ONLY) {
      List<String> present = account.present();
      if (!present.isEmpty()) {
        return refused(
            settings.stackName()
                + " is deployed, and the checklist would destroy it: "
                + String.join(", ", present)
                + "; take an environment that is not deployed");
      }
      if (settings.destinations().values().stream().allMatch(it -> it.mail().isEmpty())) {
        throw new ParameterException(
            spec.commandLine(),
            settings.name() + " mails nobody: add --mail ADDRESS, whose mail you can read");
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    Protocol protocol =
        new Protocol(heading(account, settings, clients), Optional.ofNullable(report), this::print);
    out.println(heading(account, settings, clients));
    out.flush();
    Path folder = Files.createTempDirectory("runwatch-conformance");
    Processes processes = new Processes(home(), folder, variables(clients));
    Cleanup cleanup = new Cleanup();
    cleanup.before("the folder", () -> delete(folder), "the folder " + folder + " is left");
    Interruption interruption = new Interruption(processes, cleanup, protocol);
    Runtime.getRuntime().addShutdownHook(interruption.hook());
    try {
      if (questions != Questions.ONLY) {
        Patience patience =
            account.isAws() ? Patience.ofAccount(confirmation) : Patience.ofLocalStack();
        Steps steps =
            new Steps(
                settings,
                overrides,
                account,
                processes,
                cleanup,
                patience,
                folder,
                Files.isDirectory(home().resolve("infra/cdk/node_modules")));
        new Checklist(steps.all(), protocol, InstantSource.system()).run();
      }
      if (questions != Questions.NONE) {
        protocol.answered(answers(account, settings, cleanup));
      }
    } catch (InterruptedConformanceException e) {
      out.println("conformance: interrupted");
    } finally {
      interruption.removeHook();
      interruption.end();
    }
    return protocol.good() ? 0 : FAILED;
  }

  private static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Answer> answers(
      AwsAccount account, EnvironmentSettings settings, Cleanup cleanup) {
    ProbeAlarms alarms =
        new ProbeAlarms(settings.stackName() + "_conformance-", "RunwatchConformance");
    if (!account.isAws()) {
      return List.of(
          new Answer(
              "all assumptions",
              Answer.Verdict.NOT_ANSWERED,
              "LocalStack does not evaluate alarms as CloudWatch does"));
    }
    return new Inquiry(account.cloudWatch(), Timeline.system(), alarms, cleanup).ask();
  }

  private Map<String, String> overrides() {
    Map<String, String> all = new LinkedHashMap<>(environment.overrides());
    if (!mail.isEmpty()) {
      SEVERITIES.forEach(severity -> all.put("mail." + severity, mail));
    }
    return all;
  }

  private Clients clients(Region region) {
    String variable = System.getenv().getOrDefault("AWS_ENDPOINT_URL", "");
    Optional<URI> given =
        Optional.ofNullable(endpoint)
            .or(() -> variable.isEmpty() ? Optional.empty() : Optional.of(URI.create(variable)));
    boolean none = System.getenv().getOrDefault("AWS_ACCESS_KEY_ID", "").isEmpty();
    return new Clients(
        region,
        given,
        endpoint != null && none
            ? Optional.of(StaticCredentialsProvider.create(AwsBasicCredentials.create(TEST, TEST)))
            : Optional.empty());
  }

  /** The variables of the commands: what the clients here have. */
  private static Map<String, String> variables(Clients clients) {
    Map<String, String> variables = new LinkedHashMap<>();
    variables.put("AWS_REGION", clients.region().id());
    clients.given().ifPresent(it -> variables.put("AWS_ENDPOINT_URL", it.toString()));
    if (clients.credentials().isPresent()) {
      variables.put("AWS_ACCESS_KEY_ID", TEST);
      variables.put("AWS_SECRET_ACCESS_KEY", TEST);
    }
    return variables;
  }

  private static String heading(AwsAccount account, EnvironmentSettings settings, Clients clients) {
    BuildInfo build = BuildInfo.current();
    return "Runwatch "
        + build.version()
        + " (commit "
        + build.commit()
        + "), environment "
        + settings.name()
        + ", region "
        + clients.region()
        + ", on "
        + (account.isAws() ? "AWS" : "LocalStack at " + clients.endpoint());
  }

  private static Path home() {
    return Path.of(System.getProperty("runwatch.home", ".")).toAbsolutePath();
  }

  private int refused(String why) {
    spec.commandLine().getErr().println("runwatch conformance: " + why);
    return REFUSED;
  }

  private void print(String line) {
    PrintWriter out = spec.commandLine().getOut();
    out.println(line);
    out.flush();
  }
}
