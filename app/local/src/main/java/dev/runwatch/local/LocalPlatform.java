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
import dev.runwatch.dashboards.Dashboard;
import dev.runwatch.dashboards.body.BodyReader;
import dev.runwatch.emulator.EmbeddedCloudWatch;
import dev.runwatch.emulator.alarms.AlarmScheduler;
import dev.runwatch.emulator.metrics.MetricStore;
import dev.runwatch.emulator.notifications.MailNotifier;
import dev.runwatch.emulator.notifications.Mailbox;
import dev.runwatch.emulator.notifications.SmtpSender;
import dev.runwatch.local.board.BoardView;
import dev.runwatch.local.config.LocalConfig;
import dev.runwatch.local.console.About;
import dev.runwatch.local.console.AlarmMutes;
import dev.runwatch.local.console.Console;
import dev.runwatch.local.console.ConsoleSources;
import dev.runwatch.local.console.Rehearsal;
import dev.runwatch.local.console.Runbooks;
import dev.runwatch.local.drills.Drills;
import dev.runwatch.local.drills.LoadGenerator;
import dev.runwatch.local.drills.RunsClient;
import dev.runwatch.local.services.CoordinatorHost;
import dev.runwatch.local.services.RunnerHost;
import dev.runwatch.metrics.MetricCatalogue;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runwatch in one JVM: coordinator, runners, an embedded CloudWatch, the alarms of the definition
 * files, and the console. Stopping a service stops its metrics, as the end of a process would.
 */
public final class LocalPlatform implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LocalPlatform.class);
  private static final Duration REGISTRATION = Duration.ofSeconds(8);

  /** The page reads the metrics at least so often; that costs nothing here. */
  private static final Duration REFRESH = Duration.ofSeconds(5);

  /** The window of {@code high-failure-rate}. */
  private static final int FAILURE_WINDOW_MINUTES = 15;

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
    EmbeddedCloudWatch cloudWatch = open(new EmbeddedCloudWatch(store, clock));
    Mailbox mails = mailbox(config);
    AlarmScheduler alarms =
        open(
            new AlarmScheduler(
                definitions.stream().map(it -> localised(it, config.minute())).toList(),
                store,
                new MailNotifier(mails, config.mailTo(), clock.instant())::alarmChanged,
                clock));
    CoordinatorHost host =
        open(new CoordinatorHost(config, cloudWatch, Drills.RUN_TYPE::equals, clock));
    host.start();
    this.coordinator = host.uri();
    RunnerHost runners = open(new RunnerHost(config, cloudWatch, coordinator));
    runners.start();
    RunsClient runs = new RunsClient(coordinator);
    open(new LoadGenerator(runs, config.load(), config.minute()));
    Drills drills =
        open(new Drills(host, runners, runs, () -> recentlyCompleted(store, clock.instant())));
    Rehearsal rehearsal =
        new Rehearsal(store, mails::all, drills, mutes(alarms), runners::page, coordinator);
    String dashboard = dashboard(config, definitions);
    ConsoleSources sources =
        new ConsoleSources(
            about(config),
            alarms::all,
            store,
            dashboard,
            new BoardView(BodyReader.read(dashboard).body(), cloudWatch, config.minute(), clock),
            new Runbooks(config.home()),
            Optional.of(rehearsal),
            clock);
    this.console = open(Console.start(config.consolePort(), sources)).uri();
    runners.awaitRegistered(REGISTRATION);
    alarms.start(config.minute());
  }

  /**
   * Starts everything; the coordinator and the console serve when this returns.
   *
   * @throws CoordinatorStartException if the coordinator cannot start
   * @throws IOException if the console cannot listen on its port
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

  private static About about(LocalConfig config) {
    Duration minute = config.minute();
    return new About(
        "a rehearsal on this machine",
        LocalConfig.ENVIRONMENT.name(),
        MetricCatalogue.DEFAULT_NAMESPACE,
        minute,
        minute.compareTo(REFRESH) < 0 ? minute : REFRESH);
  }

  private static AlarmMutes mutes(AlarmScheduler alarms) {
    return new AlarmMutes() {
      @Override
      public boolean mute(Optional<String> alarm, Duration length) {
        return alarms.mute(alarm, length);
      }

      @Override
      public void unmute(Optional<String> alarm) {
        alarms.unmute(alarm);
      }

      @Override
      public Optional<Instant> mutedUntil(String alarm) {
        return alarms.mutedUntil(alarm);
      }
    };
  }

  private Mailbox mailbox(LocalConfig config) {
    Optional<SmtpSender> sender =
        config.smtp().map(server -> open(new SmtpSender(server, config.mailFrom())));
    return new Mailbox(mail -> sender.ifPresent(it -> it.send(mail)));
  }

  /** A definition as it holds for this rehearsal's minute and environment. */
  private static AlarmDefinition localised(AlarmDefinition definition, Duration minute) {
    return definition
        .scaledTo(minute)
        .bound(LocalConfig.ENVIRONMENT.name(), MetricCatalogue.DEFAULT_NAMESPACE);
  }

  private static String dashboard(LocalConfig config, List<AlarmDefinition> definitions) {
    String environment = LocalConfig.ENVIRONMENT.name();
    Map<String, String> arns =
        definitions.stream()
            .collect(
                Collectors.toMap(
                    AlarmDefinition::name,
                    it ->
                        "arn:aws:cloudwatch:local:000000000000:alarm:"
                            + it.cloudWatchName(environment)));
    return Dashboard.load(config.home().resolve("dashboards"), definitions)
        .body("local", environment, MetricCatalogue.DEFAULT_NAMESPACE, arns);
  }

  private static double recentlyCompleted(MetricStore store, Instant now) {
    Duration window = store.minute().multipliedBy(FAILURE_WINDOW_MINUTES);
    MetricStat stat =
        new MetricStat(
            MetricCatalogue.DEFAULT_NAMESPACE,
            MetricCatalogue.RUNS_COMPLETED,
            Map.of(MetricCatalogue.ENVIRONMENT, LocalConfig.ENVIRONMENT.name()),
            Statistic.SUM,
            window,
            null);
    return store.read(stat, now.minus(window), now).value(0).orElse(0);
  }

  private <T extends AutoCloseable> T open(T resource) {
    opened.push(resource);
    return resource;
  }

  /** The address of the coordinator. */
  public URI coordinator() {
    return coordinator;
  }

  /** The address of the console. */
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
