/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.DefinitionLoader;
import dev.runwatch.alarms.definition.MetricStat;
import dev.runwatch.alarms.definition.Statistic;
import dev.runwatch.coordinator.CoordinatorStartException;
import dev.runwatch.emulator.EmbeddedCloudWatch;
import dev.runwatch.emulator.alarms.AlarmScheduler;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.notifications.Mailbox;
import dev.runwatch.emulator.notifications.SmtpSender;
import dev.runwatch.local.console.Console;
import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.MetricCatalogue;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All of Runwatch in one JVM: coordinator, runners, an embedded CloudWatch, the alarms of the
 * definition files, and the console. Stopping a service stops its metrics, as in real life.
 */
public final class LocalPlatform implements AutoCloseable {

  /** The environment of a rehearsal. */
  public static final Environment ENVIRONMENT = new Environment("local");

  private static final Logger LOG = LoggerFactory.getLogger(LocalPlatform.class);
  private static final Duration REGISTRATION = Duration.ofSeconds(8);
  private static final int WINDOW_MINUTES = 15;

  private final Deque<AutoCloseable> opened;
  private final URI coordinator;
  private final URI console;

  private LocalPlatform(
      LocalConfig config,
      List<AlarmDefinition> definitions,
      InstantSource clock,
      Deque<AutoCloseable> opened)
      throws CoordinatorStartException, IOException {
    this.opened = opened;
    MetricStore store = new MetricStore(config.minute());
    EmbeddedCloudWatch cloudWatch = opening(new EmbeddedCloudWatch(store, clock));
    InetSocketAddress smtp = config.smtp();
    SmtpSender sender = smtp == null ? null : opening(new SmtpSender(smtp, config.mailFrom()));
    Mailbox mails =
        new Mailbox(
            mail -> {
              if (sender != null) {
                sender.send(mail);
              }
            });
    AlarmScheduler alarms =
        opening(
            new AlarmScheduler(
                definitions.stream().map(it -> it.scaledTo(config.minute())).toList(),
                Map.of(MetricCatalogue.ENVIRONMENT, ENVIRONMENT.name()),
                store,
                mails,
                config.mailTo(),
                clock));
    CoordinatorHost host = opening(new CoordinatorHost(config, cloudWatch, ENVIRONMENT, clock));
    this.coordinator = host.start();
    RunnerHost runners = opening(new RunnerHost(config, cloudWatch, ENVIRONMENT, coordinator));
    runners.start();
    RunsClient runs = new RunsClient(coordinator);
    opening(new LoadGenerator(runs, config.load(), config.minute()));
    Drills drills =
        opening(new Drills(host, runners, runs, () -> completedLately(store, clock.instant())));
    this.console =
        opening(Console.start(config.consolePort(), store, alarms, mails, drills, clock)).uri();
    runners.awaitRegistered(REGISTRATION);
    alarms.start(config.minute());
  }

  /**
   * Starts everything; both services serve when this returns.
   *
   * @throws CoordinatorStartException if the coordinator cannot start
   * @throws IOException if the console's port cannot be had
   */
  public static LocalPlatform start(LocalConfig config)
      throws CoordinatorStartException, IOException {
    List<AlarmDefinition> definitions = DefinitionLoader.loadAll(config.home().resolve("alarms"));
    Deque<AutoCloseable> opened = new ArrayDeque<>();
    try {
      return new LocalPlatform(config, definitions, Clock.systemUTC(), opened);
    } catch (CoordinatorStartException | IOException | RuntimeException e) {
      closeAll(opened);
      throw e;
    }
  }

  private static double completedLately(MetricStore store, Instant now) {
    Duration window = store.minute().multipliedBy(WINDOW_MINUTES);
    MetricStat stat =
        new MetricStat(
            MetricCatalogue.DEFAULT_NAMESPACE,
            MetricCatalogue.RUNS_COMPLETED,
            Map.of(MetricCatalogue.ENVIRONMENT, ENVIRONMENT.name()),
            Statistic.SUM,
            window,
            null);
    OptionalDouble sum = store.read(stat, now.minus(window), now).value(0);
    return sum.orElse(0);
  }

  private <T extends AutoCloseable> T opening(T resource) {
    opened.push(resource);
    return resource;
  }

  /** Where the coordinator is reached. */
  public URI coordinator() {
    return coordinator;
  }

  /** Where the console is reached. */
  public URI console() {
    return console;
  }

  @Override
  public void close() {
    closeAll(opened);
  }

  private static void closeAll(Deque<AutoCloseable> opened) {
    while (!opened.isEmpty()) {
      AutoCloseable resource = opened.pop();
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("{} did not close cleanly", resource.getClass().getSimpleName(), e);
      }
    }
  }
}
