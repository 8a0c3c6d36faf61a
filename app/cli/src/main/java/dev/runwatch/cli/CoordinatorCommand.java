/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli;

import dev.runwatch.coordinator.Coordinator;
import dev.runwatch.coordinator.CoordinatorConfig;
import dev.runwatch.coordinator.CoordinatorStartException;
import dev.runwatch.metrics.MetricSpec.Publisher;
import dev.runwatch.sparkjetty.TlsKeystore;
import dev.runwatch.telemetry.ServiceTelemetry;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The subcommand {@code coordinator}. */
@Command(
    name = "coordinator",
    mixinStandardHelpOptions = true,
    description = {
      "Run a coordinator.",
      "It publishes its metrics to CloudWatch, in the account and region of the AWS settings."
    })
final class CoordinatorCommand implements Callable<Integer> {

  private static final int MAX_CONNECTIONS = 1_000_000;
  private static final int MAX_RETAINED = 100_000_000;

  @SuppressWarnings("NullAway.Init") // picocli sets it
  @Spec
  private CommandSpec spec;

  @Mixin private final ServiceOptions service = new ServiceOptions();

  @Option(
      names = "--listen",
      defaultValue = "127.0.0.1:8765",
      converter = Address.class,
      paramLabel = "HOST:PORT",
      description =
          "The address to listen on; port 0 takes a free port (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private InetSocketAddress listen;

  @Option(
      names = "--store",
      defaultValue = ".runwatch/runs.db",
      paramLabel = "PATH|URL",
      description =
          "The store of runs: a path for SQLite, or a jdbc: URL (default: ${DEFAULT-VALUE}).")
  private String store = "";

  @Option(
      names = "--poll-wait",
      defaultValue = "30s",
      paramLabel = "DURATION",
      description = "The longest time that a runner's poll waits (default: ${DEFAULT-VALUE}).")
  private Duration pollWait = Duration.ZERO;

  @Option(
      names = "--heartbeat-interval",
      defaultValue = "20s",
      paramLabel = "DURATION",
      description = "The time between two heartbeats of a runner (default: ${DEFAULT-VALUE}).")
  private Duration heartbeatInterval = Duration.ZERO;

  @Option(
      names = "--stale-after",
      defaultValue = "60s",
      paramLabel = "DURATION",
      description = "A runner silent for this long is stale (default: ${DEFAULT-VALUE}).")
  private Duration staleAfter = Duration.ZERO;

  @Option(
      names = "--remove-after",
      defaultValue = "600s",
      paramLabel = "DURATION",
      description =
          "A runner silent for this long is removed, and its runs fail (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration removeAfter = Duration.ZERO;

  @Option(
      names = "--no-match-after",
      defaultValue = "300s",
      paramLabel = "DURATION",
      description =
          "A pending run fails when no online runner has matched it for this long"
              + " (default: ${DEFAULT-VALUE}).")
  private Duration noMatchAfter = Duration.ZERO;

  @Option(
      names = "--tokens",
      paramLabel = "FILE",
      description =
          "The tokens that callers need, one 'ROLE NAME SHA256-HEX' a line, as 'runwatch token'"
              + " prints it; read again when it changes (default: none, then on loopback only).")
  private @Nullable Path tokens;

  @Option(
      names = "--insecure",
      description =
          "Allow --listen on an address that other machines can reach without --tokens. Everyone"
              + " who can connect can then do everything.")
  private boolean insecure;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description =
          "Serve HTTPS with the key in this PKCS #12 or JKS file; its password is in the variable"
              + " RUNWATCH_TLS_KEYSTORE_PASSWORD (default: HTTP).")
  private @Nullable Path tlsKeystore;

  @Option(
      names = "--max-connections",
      defaultValue = "20000",
      paramLabel = "N",
      description = "The limit of open connections, 10 to 1000000 (default: ${DEFAULT-VALUE}).")
  private int maxConnections;

  @Option(
      names = "--max-connections-per-address",
      defaultValue = "200",
      paramLabel = "N",
      description =
          "The limit of open connections of one address, 1 to 1000000; loopback is exempt"
              + " (default: ${DEFAULT-VALUE}).")
  private int maxConnectionsPerAddress;

  @Option(
      names = "--retain",
      defaultValue = "30d",
      converter = DurationText.Years.class,
      paramLabel = "DURATION",
      description =
          "Ended runs and their events are deleted after this long, up to 3650d (default:"
              + " ${DEFAULT-VALUE}).")
  private Duration retain = Duration.ZERO;

  @Option(
      names = "--retain-runs",
      defaultValue = "1000000",
      paramLabel = "N",
      description =
          "The limit of ended runs, 1 to 100000000; the oldest are deleted (default:"
              + " ${DEFAULT-VALUE}).")
  private int retainRuns;

  @Override
  public Integer call() throws CoordinatorStartException {
    CoordinatorConfig config = config();
    ProcessLifecycle life = new ProcessLifecycle(System.out);
    service.openLog(life);
    try {
      // Before the journal is opened: a coordinator that is refused here has touched nothing.
      Coordinator.Prepared prepared = life.closing(Coordinator.prepare(config));
      ServiceTelemetry telemetry = service.open(Publisher.COORDINATOR, life);
      Coordinator coordinator =
          life.closing(
              prepared.start(
                  telemetry.registry(), telemetry.account(), telemetry.steps(), Clock.systemUTC()));
      life.ready("coordinator ready on " + coordinator.uri());
    } catch (CoordinatorStartException e) {
      life.close();
      throw UsageErrors.ifMisconfigured(spec, e);
    } catch (RuntimeException e) {
      life.close();
      throw e;
    }
    life.live(null);
    return 0;
  }

  private CoordinatorConfig config() {
    if (heartbeatInterval.compareTo(staleAfter) >= 0) {
      throw UsageErrors.of(
          spec,
          "--heartbeat-interval",
          heartbeatInterval.toMillis() + "ms",
          "less than --stale-after, which is " + staleAfter.toMillis() + "ms");
    }
    if (staleAfter.compareTo(removeAfter) > 0) {
      throw UsageErrors.of(
          spec,
          "--stale-after",
          staleAfter.toMillis() + "ms",
          "at most --remove-after, which is " + removeAfter.toMillis() + "ms");
    }
    range("--max-connections", maxConnections, 10, MAX_CONNECTIONS);
    range("--max-connections-per-address", maxConnectionsPerAddress, 1, MAX_CONNECTIONS);
    range("--retain-runs", retainRuns, 1, MAX_RETAINED);
    return CoordinatorConfig.builder()
        .listen(listen)
        .store(store)
        .environment(service.environment())
        .pollWait(pollWait)
        .heartbeatInterval(heartbeatInterval)
        .staleAfter(staleAfter)
        .removeAfter(removeAfter)
        .noMatchAfter(noMatchAfter)
        .step(service.step())
        .tokens(tokens)
        .insecure(insecure)
        .tls(tls())
        .retain(retain)
        .retainRuns(retainRuns)
        .maxConnections(maxConnections)
        .maxConnectionsPerAddress(maxConnectionsPerAddress)
        .build();
  }

  private @Nullable TlsKeystore tls() {
    if (tlsKeystore == null) {
      return null;
    }
    if (!Files.isReadable(tlsKeystore)) {
      throw UsageErrors.of(spec, "--tls-keystore", tlsKeystore.toString(), "a file to read");
    }
    String password = System.getenv("RUNWATCH_TLS_KEYSTORE_PASSWORD");
    if (password == null) {
      throw new ParameterException(
          spec.commandLine(),
          "--tls-keystore needs its password in the variable RUNWATCH_TLS_KEYSTORE_PASSWORD");
    }
    return new TlsKeystore(tlsKeystore, password);
  }

  private void range(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw UsageErrors.of(spec, option, String.valueOf(value), min + " to " + max);
    }
  }
}
