/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.load;

import dev.runwatch.coordinator.Coordinator;
import dev.runwatch.coordinator.CoordinatorConfig;
import dev.runwatch.coordinator.runs.Demands;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.StoreOwner;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Measures how many runs go from their creation to their end in a second: 64 workers, each a client
 * and a runner, create, claim, start and complete one run after the other, over HTTP, on the same
 * machine as the coordinator. Arguments: seconds for each line of the table.
 */
final class ThroughputReport {

  private static final int WORKERS = 64;
  private static final Pattern RUN = Pattern.compile("\"run_id\":\"(run_[0-9a-f]+)\"");
  private static final StoreOwner OWNER = new StoreOwner("dev", StoreOwner.Role.COORDINATOR);

  private ThroughputReport() {}

  /** One line of the table. */
  private record Load(String name, int pending, int streams) {}

  /** What one worker has measured, in nanoseconds. */
  private record Times(List<Long> creates, List<Long> claims) {}

  public static void main(String[] arguments) throws Exception {
    int seconds = arguments.length == 0 ? 10 : Integer.parseInt(arguments[0]);
    Path folder = Files.createTempDirectory(Path.of("target"), "load");
    System.out.printf(Locale.ROOT, "fsync of 4 KiB: %.2f ms%n", fsync(folder));
    System.out.printf(
        Locale.ROOT, "%-40s %8s %8s %8s %8s %8s%n", "", "runs/s", "p50", "p99", "p50", "p99");
    for (Load load :
        List.of(
            new Load("warm-up", 0, 0),
            new Load("nothing else", 0, 0),
            new Load("100,000 pending that nobody matches", 100_000, 0),
            new Load("1,000 streams of one run each", 0, 1_000))) {
      measure(load, Files.createTempDirectory(folder, "store"), Duration.ofSeconds(seconds));
    }
  }

  private static double fsync(Path folder) throws IOException {
    int many = 300;
    try (FileChannel file =
        FileChannel.open(
            folder.resolve("fsync"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long start = System.nanoTime();
      for (int i = 0; i < many; i++) {
        file.write(ByteBuffer.allocate(4096));
        file.force(false);
      }
      return (System.nanoTime() - start) / 1e6 / many;
    }
  }

  private static void measure(Load load, Path folder, Duration time) throws Exception {
    String store = folder.resolve("runs.db").toString();
    fill(store, load.pending());
    CoordinatorConfig config =
        CoordinatorConfig.builder()
            .listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .store(store)
            .noMatchAfter(Duration.ofHours(1))
            .build();
    try (Coordinator coordinator =
            Coordinator.start(
                config, new SimpleMeterRegistry(), registry -> {}, Clock.systemUTC());
        Streams streams = new Streams()) {
      streams.open(coordinator.uri(), load.streams());
      long end = System.nanoTime() + time.toNanos();
      List<CompletableFuture<Times>> workers =
          IntStream.range(0, WORKERS)
              .mapToObj(number -> worker(coordinator.uri(), number, end))
              .toList();
      List<Long> creates = new ArrayList<>();
      List<Long> claims = new ArrayList<>();
      for (CompletableFuture<Times> worker : workers) {
        creates.addAll(worker.join().creates());
        claims.addAll(worker.join().claims());
      }
      System.out.printf(
          Locale.ROOT,
          "%-40s %8.0f %8.1f %8.1f %8.1f %8.1f%n",
          load.name(),
          claims.size() / (time.toMillis() / 1e3),
          quantile(creates, 0.5),
          quantile(creates, 0.99),
          quantile(claims, 0.5),
          quantile(claims, 0.99));
    }
  }

  /** Stores runs that no runner matches. */
  private static void fill(String location, int many) {
    NewRun run =
        new NewRun(
            new RunSpec("nobody", Demands.NONE, Duration.ofHours(1), null, null, null),
            JsonNodeFactory.instance.objectNode());
    try (SqlStore store = SqlStore.open(location, OWNER)) {
      List<CompletableFuture<Run>> all = new ArrayList<>();
      for (int i = 0; i < many; i++) {
        all.add(store.submit(transaction -> transaction.create(run, Instant.now())));
      }
      all.forEach(CompletableFuture::join);
    }
  }

  private static CompletableFuture<Times> worker(URI service, int number, long end) {
    CompletableFuture<Times> result = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                result.complete(work(service, number, end));
              } catch (IOException | RuntimeException e) {
                result.completeExceptionally(e);
              }
            },
            "worker-" + number);
    thread.setDaemon(true);
    thread.start();
    return result;
  }

  private static Times work(URI service, int number, long end) throws IOException {
    Times times = new Times(new ArrayList<>(), new ArrayList<>());
    try (KeepAlive http = new KeepAlive(service)) {
      String registration =
          http.send(
              "POST",
              "/runner/register",
              "{\"hostname\":\"w" + number + "\",\"project_dir\":\"/p\",\"instance_id\":\"i\"}");
      String runner = registration.replaceFirst(".*\"runner_id\":\"(lnch_[0-9a-f]+)\".*", "$1");
      String report = "{\"runner_id\":\"" + runner + "\",\"instance_id\":\"i\"}";
      while (System.nanoTime() < end) {
        long start = System.nanoTime();
        http.send("POST", "/runs", "{\"parameters\":{\"number\":1}}");
        long created = System.nanoTime();
        String handed = http.send("GET", "/runner/runs?runner_id=" + runner, "");
        long claimed = System.nanoTime();
        Matcher run = RUN.matcher(handed);
        if (run.find()) {
          http.send("POST", "/runner/runs/" + run.group(1) + "/started", report);
          http.send("POST", "/runner/runs/" + run.group(1) + "/completed", report);
          times.creates().add(created - start);
          times.claims().add(claimed - created);
        }
      }
    }
    return times;
  }

  private static double quantile(List<Long> nanos, double quantile) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * quantile)] / 1e6;
  }

  /** Streams that are open and get events of one run each. */
  private static final class Streams implements AutoCloseable {

    private final ConcurrentLinkedQueue<KeepAlive> open = new ConcurrentLinkedQueue<>();

    void open(URI service, int many) throws IOException {
      for (int i = 0; i < many; i++) {
        KeepAlive stream = new KeepAlive(service);
        stream.ask("GET", "/sse/runs?run_id=run_" + i, "");
        open.add(stream);
      }
    }

    @Override
    public void close() throws IOException {
      for (KeepAlive stream : open) {
        stream.close();
      }
    }
  }
}
