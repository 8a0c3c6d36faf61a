/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.dispatch;

import dev.runwatch.coordinator.access.Caller;
import dev.runwatch.coordinator.access.Role;
import dev.runwatch.coordinator.runs.Run;
import dev.runwatch.coordinator.runs.RunConflictException;
import dev.runwatch.coordinator.runs.RunConflictException.Reason;
import dev.runwatch.coordinator.runs.RunId;
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.RunQuery;
import dev.runwatch.coordinator.store.RunnerStore;
import dev.runwatch.coordinator.store.RunnerTable;
import dev.runwatch.coordinator.store.SqlStore;
import dev.runwatch.coordinator.store.Transaction;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What runners may do, and what becomes of their runs when they go. */
public final class RunnerService {

  private static final Set<RunStatus> HELD =
      EnumSet.of(RunStatus.CLAIMED, RunStatus.RUNNING, RunStatus.STOPPING);

  static final String LOST = "its runner was lost during execution";

  private static final Logger LOG = LoggerFactory.getLogger(RunnerService.class);

  private final SqlStore store;
  private final RunnerStore runners;
  private final RunLifecycle lifecycle;
  private final Dispatcher dispatcher;
  private final Leases leases;
  private final InstantSource clock;

  RunnerService(
      SqlStore store,
      RunLifecycle lifecycle,
      Dispatcher dispatcher,
      Leases leases,
      InstantSource clock) {
    this.store = store;
    this.runners = store.runners();
    this.lifecycle = lifecycle;
    this.dispatcher = dispatcher;
    this.leases = leases;
    this.clock = clock;
  }

  /** How long a runner keeps a run that it does not list in a heartbeat. */
  public Duration lease() {
    return leases.duration();
  }

  /**
   * Registers a runner. Another process of the same identity takes over: what the earlier one was
   * executing has gone with it.
   *
   * @throws RunConflictException if the identity belongs to another owner
   */
  public void register(Runner runner) {
    boolean known = store.write(transaction -> register(transaction, runner));
    if (known) {
      // A poll that waits asked as what the runner was; an earlier process must not get its runs.
      dispatcher.release(runner.id(), new PollResult.Nothing());
    }
  }

  private boolean register(Transaction transaction, Runner runner) {
    RunnerTable table = transaction.runners();
    Optional<Runner> earlier = table.find(runner.id());
    if (earlier.isPresent() && belongsToOther(earlier.get(), runner.owner())) {
      throw forbidden(runner.id());
    }
    table.put(runner);
    boolean takenOver =
        earlier.isPresent()
            && earlier.get().instanceId() != null
            && runner.instanceId() != null
            && !Objects.equals(earlier.get().instanceId(), runner.instanceId());
    if (takenOver) {
      LOG.warn(
          "runner {} (host {}, directory {}, name {}): another process has registered and takes over;"
              + " to run both, choose another --name for one",
          runner.id(),
          runner.hostname(),
          runner.projectDir(),
          runner.executorProfile());
      abandonAll(transaction, runner.id(), "its runner was started anew during execution");
    }
    return earlier.isPresent();
  }

  private static boolean belongsToOther(Runner earlier, @Nullable String owner) {
    return owner != null
        && earlier.owner() != null
        && !earlier.owner().equals(owner)
        && !earlier.deregistered();
  }

  /**
   * Takes a heartbeat that lists what the runner has.
   *
   * @param listed the attempt of each run that it executes, or has ended and not yet reported
   * @return runs among them that the runner has no more; it must kill them
   */
  public List<RunId> heartbeat(Runner runner, Map<RunId, Integer> listed) {
    List<Run> held = store.runs().withRunner(runner.id());
    List<Leases.Listed> all =
        listed.entrySet().stream()
            .map(run -> new Leases.Listed(run.getKey(), run.getValue()))
            .toList();
    List<Run> lost = leases.renew(held, all);
    if (!lost.isEmpty()) {
      store.write(
          transaction ->
              lost.stream()
                  .filter(
                      run ->
                          lifecycle
                              .lost(transaction, run, "its runner no longer has it")
                              .isPresent())
                  .count());
    }
    List<Leases.Listed> known =
        held.stream().map(run -> new Leases.Listed(run.id(), run.attempt())).toList();
    return all.stream().filter(run -> !known.contains(run)).map(Leases.Listed::run).toList();
  }

  /**
   * Notes a sign of life.
   *
   * @throws RunConflictException if the runner is unknown or another caller's, or another process
   *     has taken over
   */
  public Runner seen(RunnerId id, @Nullable String instanceId, Caller caller) {
    Runner runner = polling(id, instanceId, caller);
    if (runner.deregistered()) {
      throw unknown(id);
    }
    return runner;
  }

  /**
   * Notes the sign of life that a poll is; a runner that was deleted may poll once more to learn of
   * it.
   *
   * @throws RunConflictException as {@link #seen} does, but not for a deleted runner
   */
  public Runner polling(RunnerId id, @Nullable String instanceId, Caller caller) {
    Runner runner = runners.find(id).orElseThrow(() -> unknown(id));
    refuseOthers(runner, caller);
    refuseSuperseded(runner, instanceId);
    runners.seen(id, clock.instant());
    return runner;
  }

  private static RunConflictException unknown(RunnerId id) {
    return new RunConflictException(Reason.RUNNER_UNKNOWN, "runner '" + id + "' is not registered");
  }

  /** A runner belongs to the name of the token that registered it. */
  private void refuseOthers(Runner runner, Caller caller) {
    String name = caller.name();
    if (name == null) {
      return; // There are no tokens.
    }
    if (runner.owner() == null) {
      store.write(
          transaction -> {
            transaction.runners().adopt(runner.id(), name);
            return true;
          });
    } else if (!runner.owner().equals(name)) {
      throw forbidden(runner.id());
    }
  }

  private static RunConflictException forbidden(RunnerId id) {
    return new RunConflictException(
        Reason.FORBIDDEN, "runner '" + id + "' belongs to another token's name");
  }

  /**
   * Checks that a caller may see a run: a runner sees its own ones only.
   *
   * @throws RunConflictException if it may not
   */
  public void refuseUnlessVisible(Run run, Caller caller) {
    if (caller.role() != Role.RUNNER) {
      return;
    }
    String owner =
        Optional.ofNullable(run.runner()).flatMap(runners::find).map(Runner::owner).orElse(null);
    if (!Objects.equals(owner, caller.name())) {
      throw new RunConflictException(
          Reason.FORBIDDEN, "run '" + run.id() + "' is of no runner of this token's name");
    }
  }

  private static void refuseSuperseded(Runner runner, @Nullable String instanceId) {
    if (instanceId != null
        && runner.instanceId() != null
        && !instanceId.equals(runner.instanceId())) {
      throw new RunConflictException(
          Reason.SUPERSEDED, "another process has registered as runner " + runner.id() + " since");
    }
  }

  /** The runs that each runner has now, oldest first; a runner without runs is left out. */
  public Map<RunnerId, List<RunId>> held() {
    Map<RunnerId, List<RunId>> held = new HashMap<>();
    store
        .runs()
        .visit(
            RunQuery.oldest(HELD, null, Integer.MAX_VALUE),
            details -> {
              RunnerId runner = details.run().runner();
              if (runner != null) {
                held.computeIfAbsent(runner, id -> new ArrayList<>()).add(details.run().id());
              }
              return true;
            });
    return held;
  }

  /** All runners but those that were deleted. */
  public List<Runner> all() {
    return runners.all().stream().filter(runner -> !runner.deregistered()).toList();
  }

  /**
   * Deletes a runner; it learns of it at its next poll.
   *
   * @param instanceId the process that deletes itself, or null when it is somebody else who does
   * @throws RunConflictException if there is none of that id, it is another caller's, or another
   *     process has taken over
   */
  public void delete(RunnerId id, @Nullable String instanceId, Caller caller) {
    Optional<Runner> runner = runners.find(id).filter(it -> !it.deregistered());
    if (runner.isEmpty()) {
      throw new RunConflictException(Reason.RUNNER_NOT_FOUND, "there is no runner '" + id + "'");
    }
    if (caller.role() != Role.ADMIN) {
      refuseOthers(runner.get(), caller);
    }
    refuseSuperseded(runner.get(), instanceId);
    store.write(
        transaction -> {
          transaction.runners().deregister(id);
          abandonAll(transaction, id, "its runner was removed during execution");
          return true;
        });
    dispatcher.release(id, new PollResult.Deregistered());
  }

  /** Forgets a runner that was told that it is deleted. */
  public void told(RunnerId id) {
    store.write(
        transaction -> {
          transaction.runners().forgetDeregistered(id);
          return true;
        });
  }

  /**
   * Removes a runner, with what it was executing, unless it has given a sign of life since it was
   * read. If it lives on, its next request is answered that it is unknown, and it registers again.
   *
   * @return whether it was removed
   */
  boolean lose(Runner silent) {
    boolean lost =
        store.write(
            transaction -> {
              boolean removed = transaction.runners().removeIfUnseenSince(silent);
              if (removed) {
                abandonAll(transaction, silent.id(), LOST);
              }
              return removed;
            });
    if (lost) {
      dispatcher.release(silent.id(), new PollResult.Nothing());
    }
    return lost;
  }

  private void abandonAll(Transaction transaction, RunnerId id, String why) {
    transaction.heldBy(id).forEach(run -> lifecycle.lost(transaction, run, why));
  }
}
