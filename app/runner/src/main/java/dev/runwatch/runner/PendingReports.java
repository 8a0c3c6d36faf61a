/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.runner;

import dev.runwatch.common.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The ends of runs that the coordinator does not have yet, as files, so that they survive the
 * runner. Bounded in bytes: the oldest outputs are shortened first. Thread-safe.
 */
final class PendingReports {

  /** The most bytes of all files together, before outputs are shortened. */
  static final long MOST_BYTES = 64L * 1024 * 1024;

  /** The end of the name of a file that is being written. */
  static final String PARTIAL = ".partial";

  private static final Logger LOG = LoggerFactory.getLogger(PendingReports.class);
  private static final String SUFFIX = ".json";
  private static final int SHORTENED_CHARS = 1_000;

  private final Path folder;
  private final URI coordinator;
  private final Supplier<Reporting> reporting;
  private final long mostBytes;

  /**
   * @param coordinator the one that the reports are for
   * @param reporting who this process reports as
   */
  PendingReports(Path folder, URI coordinator, Supplier<Reporting> reporting, long mostBytes) {
    this.folder = folder;
    this.coordinator = coordinator;
    this.reporting = reporting;
    this.mostBytes = mostBytes;
  }

  /** The names under which a runner process reports. */
  record Reporting(String runnerId, String instanceId) {}

  /** A report of an earlier process, and as who that one had to report it. */
  record Pending(HandOut run, Report report, Reporting as) {}

  /** Keeps a report. A failure is logged: the report is then lost if this process ends. */
  synchronized void add(HandOut run, Report report) {
    try {
      Files.createDirectories(folder);
      write(file(run), json(run, report, reporting.get()));
      shorten();
    } catch (IOException | UncheckedIOException e) {
      LOG.error("run_id={}: cannot keep its end in {}: {}", run.runId(), folder, e.toString());
    }
  }

  /** Forgets a report that the coordinator has, or will never take. */
  synchronized void remove(HandOut run) {
    try {
      Files.deleteIfExists(file(run));
    } catch (IOException e) {
      LOG.warn("run_id={}: cannot delete {}: {}", run.runId(), file(run), e.toString());
    }
  }

  /** Takes over the reports of an earlier instance. Those for another coordinator stay there. */
  synchronized List<Pending> adopt(Path earlier) throws IOException {
    List<Pending> adopted = new ArrayList<>();
    for (Path file : files(earlier)) {
      Optional<Pending> report = read(file);
      if (report.isPresent()) {
        Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
        adopted.add(report.get());
      }
    }
    shorten();
    return adopted;
  }

  private ObjectNode json(HandOut run, Report report, Reporting as) {
    ObjectNode json = RunJson.MAPPER.createObjectNode();
    json.put("coordinator", coordinator.toString())
        .put("runner_id", as.runnerId())
        .put("instance_id", as.instanceId())
        .put("run_id", run.runId())
        .put("attempt", run.attempt())
        .put("kind", report.kind().name());
    ObjectNode fields = json.putObject("fields");
    report.fields().forEach(fields::put);
    return json;
  }

  private Optional<Pending> read(Path file) throws IOException {
    try {
      JsonNode json = RunJson.MAPPER.readTree(Files.readAllBytes(file));
      if (!json.path("coordinator").asString("").equals(coordinator.toString())) {
        return Optional.empty();
      }
      HandOut run = new HandOut(json.path("run_id").asString(), json.path("attempt").asInt(0));
      Reporting as =
          new Reporting(json.path("runner_id").asString(""), json.path("instance_id").asString(""));
      return Optional.of(new Pending(run, Report.read(json), as));
    } catch (JacksonException | IllegalArgumentException e) {
      LOG.warn("{} is no report and is ignored: {}", file, e.toString());
      return Optional.empty();
    }
  }

  private void shorten() throws IOException {
    long bytes = 0;
    List<Path> files = files(folder);
    for (Path file : files) {
      bytes += Files.size(file);
    }
    for (Path file : files) {
      if (bytes <= mostBytes) {
        return;
      }
      Pending pending = read(file).orElse(null);
      if (pending != null) {
        bytes -= Files.size(file);
        FileTime age = Files.getLastModifiedTime(file);
        write(file, json(pending.run(), pending.report().shortened(SHORTENED_CHARS), pending.as()));
        Files.setLastModifiedTime(file, age);
        bytes += Files.size(file);
      }
    }
  }

  /** Whole or not at all, also when the machine loses its power. */
  private static void write(Path file, JsonNode json) throws IOException {
    Path partial = file.resolveSibling(file.getFileName() + PARTIAL);
    Files.write(partial, Json.bytes(json));
    try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file(HandOut run) {
    return folder.resolve(run.runId() + "." + run.attempt() + SUFFIX);
  }

  /** The oldest first. */
  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted(Comparator.comparing(PendingReports::age).thenComparing(Path::toString))
          .toList();
    }
  }

  private static FileTime age(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // deleted meanwhile
    }
  }
}
