/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.dashboards;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.cli.account.AwsEndpoints;
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.dashboards.body.BodyReader;
import dev.runwatch.emulator.ComputedMath;
import dev.runwatch.environments.ExpectedEnvironment;
import dev.runwatch.local.board.BoardView;
import dev.runwatch.local.board.ClientSeries;
import dev.runwatch.local.console.About;
import dev.runwatch.local.console.ConsoleSources;
import dev.runwatch.local.console.Runbooks;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** What the console of an account shows: dashboard and alarms of one environment, read only. */
public final class AccountConsole implements AutoCloseable {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final CloudWatchAsyncClient cloudWatch;
  private final ConsoleSources sources;

  private AccountConsole(CloudWatchAsyncClient cloudWatch, ConsoleSources sources) {
    this.cloudWatch = cloudWatch;
    this.sources = sources;
  }

  /**
   * Opens a client; nothing is read yet.
   *
   * @param home Runwatch's home, with the dashboard and the runbooks
   * @param own a body in place of the environment's, or null
   */
  public static AccountConsole open(
      Path home, ExpectedEnvironment deployed, Region region, @Nullable String own) {
    CloudWatchAsyncClient cloudWatch = client(region);
    ClientSeries series = new ClientSeries(cloudWatch);
    // Other endpoints refuse a request with metric math.
    CloudWatchAsyncClient metrics =
        isAws(cloudWatch) ? cloudWatch : new ComputedMath(series, MINUTE);
    InstantSource clock = InstantSource.system();
    String environment = deployed.settings().name().name();
    String namespace = deployed.settings().namespace();
    String body = own == null ? body(home, deployed, region) : own;
    return new AccountConsole(
        cloudWatch,
        new ConsoleSources(
            new About("CloudWatch in " + region, environment, namespace, MINUTE, MINUTE),
            new AccountAlarms(cloudWatch, environment, deployed.alarms(), clock),
            series,
            body,
            new BoardView(BodyReader.read(body).body(), metrics, MINUTE, clock),
            new Runbooks(home),
            Optional.empty(),
            clock));
  }

  private static CloudWatchAsyncClient client(Region region) {
    CloudWatchAsyncClient client = CloudWatchAsyncClient.builder().region(region).build();
    if (isAws(client)) {
      return client;
    }
    // What LocalStack refuses, it refuses again.
    client.close();
    return CloudWatchAsyncClient.builder()
        .region(region)
        .overrideConfiguration(it -> it.retryStrategy(AwsRetryStrategy.doNotRetry()))
        .build();
  }

  private static boolean isAws(CloudWatchAsyncClient client) {
    return AwsEndpoints.isAws(client.serviceClientConfiguration());
  }

  /** What the console shows. */
  public ConsoleSources sources() {
    return sources;
  }

  /** The body that the stack deploys. The page reads only the names of the alarms in the ARNs. */
  private static String body(Path home, ExpectedEnvironment deployed, Region region) {
    String environment = deployed.settings().name().name();
    Map<String, String> arns = new HashMap<>();
    for (AlarmDefinition alarm : deployed.alarms()) {
      arns.put(
          alarm.name(),
          "arn:aws:cloudwatch:"
              + region
              + ":000000000000:alarm:"
              + alarm.cloudWatchName(environment));
    }
    return Dashboard.load(home.resolve("dashboards"), deployed.alarms())
        .body(region.id(), environment, deployed.settings().namespace(), arns);
  }

  @Override
  public void close() {
    cloudWatch.close();
  }
}
