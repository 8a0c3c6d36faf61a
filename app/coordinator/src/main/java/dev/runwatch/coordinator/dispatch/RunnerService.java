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
import dev.runwatch.coordinator.runs.RunStatus;
import dev.runwatch.coordinator.runs.Runner;
import dev.runwatch.coordinator.runs.RunnerId;
import dev.runwatch.coordinator.store.RunStore;
import dev.runwatch.coordinator.store.RunnerStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What runners may do, and what becomes of their runs when they go. */
public final class RunnerService {

  static final String LOST = "its runner was lost during execution";

  private final RunnerStore runners;
  private final RunStore runs;
  private final RunService desk;
  private final Dispatcher dispatcher;
  private final InstantSource clock;

  public RunnerService(
      RunnerStore runners,
      RunStore runs,
      RunService desk,
      Dispatcher dispatcher,
      InstantSource clock) {
    this.runners = runners;
    this.runs = runs;
    this.desk = desk;
    this.dispatcher = dispatcher;
    this.clock = clock;
  }

  /**
   * Registers a runner. Another process of the same identity takes over: what the earlier one was
   * executing has gone with it.
   *
   * @throws RunConflictException if the identity belongs to another owner
   */
  public void register(Runner runner) {
    Optional<Runner> earlier = runners.find(runner.id());
    if (!runners.put(runner)) {
      throw forbidden(runner.id());
    }
    boolean takenOver =
        earlier.isPresent()
            && earlier.get().instanceId() != null
            && runner.instanceId() != null
            && !Objects.equals(earlier.get().instanceId(), runner.instanceId());
    if (takenOver) {
      for (Run run : runs.withRunner(runner.id())) {
        if (run.status() == RunStatus.CLAIMED) {
          desk.move(run, RunStatus.PENDING, null, null).ifPresent(dispatcher::offer);
        } else {
          abandon(run, "its runner was started anew during execution");
        }
      }
    }
    if (earlier.isPresent()) {
      // A poll that waits asked as what the runner was; an earlier process must not get its runs.
      dispatcher.release(runner.id(), new PollResult.Nothing());
    }
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
      runners.adopt(runner.id(), name);
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
    runners.deregister(id);
    abandonAll(id, "its runner was removed during execution");
    dispatcher.release(id, new PollResult.Deregistered());
  }

  /** Forgets a runner that was told that it is deleted. */
  public void told(RunnerId id) {
    runners.forgetDeregistered(id);
  }

  /**
   * Removes a runner, with what it was executing, unless it has given a sign of life since it was
   * read.
   *
   * @return whether it was removed
   */
  boolean lose(Runner silent) {
    // Read before, so that a runner that comes back this moment keeps what it claims then.
    List<Run> held = runs.withRunner(silent.id());
    if (!runners.removeIfUnseenSince(silent.id(), silent.lastSeen())) {
      return false;
    }
    held.forEach(run -> abandon(run, LOST));
    return true;
  }

  private void abandonAll(RunnerId id, String why) {
    runs.withRunner(id).forEach(run -> abandon(run, why));
  }

  void abandon(Run run, String why) {
    boolean wanted = run.status() == RunStatus.STOPPING;
    desk.move(run, wanted ? RunStatus.STOPPED : RunStatus.FAILED, wanted ? null : why, null);
    dispatcher.forget(run.id());
  }
}
