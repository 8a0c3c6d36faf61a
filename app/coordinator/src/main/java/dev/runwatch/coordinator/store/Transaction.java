/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.store;

import dev.runwatch.coordinator.runs.HandOut;
import dev.runwatch.coordinator.runs.MatchKey;
import dev.runwatch.coordinator.runs.NewRun;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunDetails;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunSpec;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.RunTimes;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.runs.Transition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one operation reads and changes. Transactions of all coordinators of a store follow one
 * another, so what an operation has read stays true until its commit. For use within the operation
 * only. Every method throws {@link StoreException} when the store cannot be used; the operation has
 * then changed nothing.
 */
public final class Transaction {

  private static final String HELD = "status IN ('claimed', 'running', 'stopping')";

  private final Statements sql;
  private final PendingQueues queues;
  private final RunnerTable runners;
  private final List<Transition> transitions = new ArrayList<>();
  private long number;

  Transaction(Statements sql, PendingQueues queues, RunnerTable runners, long number) {
    this.sql = sql;
    this.queues = queues;
    this.runners = runners;
    this.number = number;
  }

  /** Everything that is committed with this transaction. */
  List<Transition> transitions() {
    return transitions;
  }

  /** The number of the last transition. */
  long number() {
    return number;
  }

  /** Forgets what an operation has done that is rolled back. */
  void rollBackTo(int count) {
    number -= transitions.size() - count;
    transitions.subList(count, transitions.size()).clear();
  }

  /** The statements of the other parts of this package. */
  Statements sql() {
    return sql;
  }

  /** Clients' idempotency keys. */
  public IdempotencyKeys keys() {
    return new IdempotencyKeys(sql);
  }

  /** Registered runners. */
  public RunnerTable runners() {
    return runners;
  }

  /** Stores a pending run. */
  public Run create(NewRun request, Instant at) {
    RunId id = RunId.random();
    RunSpec spec = request.spec();
    long sequence =
        sql.first(
                "INSERT INTO runs (run_id, executor, demand_hostname, demand_project_dir,"
                    + " demand_tags, timeout_millis, max_executions, project_dir, type, agent_name,"
                    + " traceparent, status, attempt, match_key, created_at)"
                    + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending', 0, ?, ?) RETURNING seq",
                row -> row.getLong(1),
                id.value(),
                spec.executor(),
                spec.demands().hostname(),
                spec.demands().projectDir(),
                Rows.strings(spec.demands().tags()),
                spec.timeout().toMillis(),
                spec.maxExecutions(),
                spec.projectDir(),
                spec.type(),
                spec.agentName(),
                spec.traceparent(),
                MatchKey.of(spec).digest(),
                at.toEpochMilli())
            .orElseThrow();
    sql.update(
        "INSERT INTO run_contents (seq, parameters) VALUES (?, ?)",
        sequence,
        request.parameters().toString());
    Run run =
        new Run(
            sequence,
            id,
            spec,
            RunStatus.PENDING,
            HandOut.NONE,
            Set.of(),
            null,
            RunTimes.of(Instant.ofEpochMilli(at.toEpochMilli())));
    append(null, run, at);
    return run;
  }

  /** How far transitions are counted. */
  public CountsTable counts() {
    return new CountsTable(sql);
  }

  /** The run of that id, or empty. */
  public Optional<Run> find(RunId id) {
    return Rows.storable(id.value())
        ? sql.first("SELECT * FROM runs WHERE run_id = ?", Rows::run, id.value())
        : Optional.empty();
  }

  /** What a runner needs to execute a run. */
  public RunDetails details(Run run) {
    String parameters =
        sql.first(
                "SELECT parameters FROM run_contents WHERE seq = ?",
                row -> row.getString(1),
                run.sequence())
            .orElseThrow();
    return new RunDetails(run, parameters, null);
  }

  /** Runs that a runner has, oldest first. */
  public List<Run> heldBy(RunnerId runner) {
    return sql.list(
        "SELECT * FROM runs WHERE runner_id = ? AND " + HELD + " ORDER BY seq",
        Rows::run,
        runner.value());
  }

  /** The oldest pending run that a runner may execute: one indexed row for each match key. */
  public Optional<Run> oldestFor(Runner runner) {
    long oldest = Long.MAX_VALUE;
    for (Map.Entry<String, MatchKey> key : queues.of(runner)) {
      Optional<Long> first =
          sql.first(
              "SELECT seq FROM runs WHERE status = 'pending' AND match_key = ?"
                  + " ORDER BY seq LIMIT 1",
              row -> row.getLong(1),
              key.getKey());
      if (first.isEmpty()) {
        queues.remove(key.getValue());
      }
      oldest = Math.min(oldest, first.orElse(Long.MAX_VALUE));
    }
    return oldest == Long.MAX_VALUE
        ? Optional.empty()
        : sql.first("SELECT * FROM runs WHERE seq = ?", Rows::run, oldest);
  }

  /**
   * Pending runs of a key, oldest first.
   *
   * @param after only those after this sequence
   * @param upTo only those up to this sequence
   */
  public List<Run> pending(MatchKey key, long after, long upTo, int limit) {
    return sql.list(
        "SELECT * FROM runs WHERE status = 'pending' AND match_key = ? AND seq > ? AND seq <= ?"
            + " ORDER BY seq LIMIT ?",
        Rows::run,
        key.digest(),
        after,
        upTo,
        limit);
  }

  /** Forgets a key that has no pending runs any more, and tells whether it has none. */
  public boolean forgetIfEmpty(MatchKey key) {
    boolean empty = pending(key, 0, Long.MAX_VALUE, 1).isEmpty();
    if (empty) {
      queues.remove(key);
    }
    return empty;
  }

  /**
   * Changes a run if it still has the state, the attempt, the runner and the process that it was
   * seen with.
   *
   * @return the changed run, or empty if it was changed by somebody else
   */
  public Optional<Run> change(Run seen, Run next, Instant at) {
    HandOut to = next.handOut();
    int changed =
        sql.update(
            "UPDATE runs SET status = ?, runner_id = ?, instance_id = ?, attempt = ?,"
                + " executions = ?, unstarted = ?, error = ?, claimed_at = ?, started_at = ?,"
                + " completed_at = ? WHERE seq = ? AND status = ? AND attempt = ?"
                + " AND runner_id IS NOT DISTINCT FROM ? AND instance_id IS NOT DISTINCT FROM ?",
            next.status().wireName(),
            to.runner(),
            to.instance(),
            to.attempt(),
            to.executions(),
            to.unstarted(),
            Rows.withoutNul(next.error()),
            Rows.millis(next.claimedAt()),
            Rows.millis(next.startedAt()),
            Rows.millis(next.completedAt()),
            seen.sequence(),
            seen.status().wireName(),
            seen.attempt(),
            seen.runner(),
            seen.instance());
    if (changed == 0) {
      return Optional.empty();
    }
    if (!next.excluded().equals(seen.excluded())) {
      sql.update(
          "UPDATE runs SET match_key = ?, excluded_runners = ? WHERE seq = ?",
          next.matchKey().digest(),
          Rows.strings(next.excluded().stream().map(RunnerId::value).toList()),
          next.sequence());
    }
    Run stored =
        new Run(
            next.sequence(),
            next.id(),
            next.spec(),
            next.status(),
            to,
            next.excluded(),
            Rows.withoutNul(next.error()),
            next.times());
    append(seen.status(), stored, at);
    return Optional.of(stored);
  }

  /** Keeps what a run wrote. */
  public void keepOutput(Run run, String output) {
    sql.update(
        "UPDATE run_contents SET output = ? WHERE seq = ?",
        Rows.withoutNul(output),
        run.sequence());
  }

  private void append(@Nullable RunStatus from, Run run, Instant at) {
    Transition transition = new Transition(number + 1, from, run, at);
    sql.update(
        "INSERT INTO transitions (number, seq, from_status, status, runner_id, instance_id,"
            + " attempt, executions, at, claimed_at, started_at)"
            + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        transition.number(),
        run.sequence(),
        from == null ? null : from.wireName(),
        run.status().wireName(),
        run.runner(),
        run.instance(),
        run.attempt(),
        run.executions(),
        at.toEpochMilli(),
        Rows.millis(run.claimedAt()),
        Rows.millis(run.startedAt()));
    number++;
    transitions.add(transition);
    if (run.status() == RunStatus.PENDING) {
      queues.add(run.matchKey());
    }
  }
}
