/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cli.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** An account with one environment, and the commands that change it. */
final class FakeWorld implements Account, Commands {

  final List<String> commands = new ArrayList<>();
  final TreeSet<String> there = new TreeSet<>();
  boolean aws = true;
  boolean bootstrapped = true;
  boolean confirmed;
  boolean muted;
  boolean roleHasPolicy;
  boolean publishing;
  boolean limited = true;

  /** The beginning of a command that fails. */
  String failing = "nothing";

  private volatile boolean ended;
  private int calls;
  private int interruptedAt;
  private Runnable interruption = () -> {};

  /** Runs something before the command or change of that number. */
  void before(int call, Runnable action) {
    interruptedAt = call;
    interruption = action;
  }

  private void call() {
    calls++;
    if (calls == interruptedAt) {
      interruption.run();
    }
  }

  /** What a signal does to the commands first: the running one ends, and none begins. */
  void endCommands() {
    ended = true;
    there.removeIf(it -> it.startsWith("./runwatch"));
  }

  private void command() {
    call();
    if (ended) {
      throw new InterruptedConformanceException();
    }
  }

  @Override
  public Finished run(Command command) {
    command();
    String line = String.join(" ", command.words());
    commands.add(line);
    if (line.contains(failing)) {
      there.addAll(line.contains("cdk deploy") ? List.of("stack") : List.of());
      return new Finished(1, "it failed");
    }
    if (line.startsWith("npx cdk deploy")) {
      there.add("stack");
    } else if (line.startsWith("npx cdk destroy")) {
      if (roleHasPolicy) {
        return new Finished(1, "DELETE_FAILED: Cannot delete a policy attached to entities");
      }
      there.remove("stack");
    } else if (line.startsWith("./runwatch verify")) {
      return verify();
    } else if (line.startsWith("./runwatch drill")) {
      return new Finished(0, "confirmed recipients: you@platform.internal");
    } else if (line.startsWith("./runwatch mute ")) {
      muted = true;
      return new Finished(0, "muted by runwatch-staging_mute-1");
    } else if (line.startsWith("./runwatch mutes")) {
      return new Finished(0, muted ? "runwatch-staging_mute-1  active" : "nothing is muted");
    } else if (line.startsWith("./runwatch unmute")) {
      String told = muted ? "unmuted: the rule" : "nothing was muted";
      muted = false;
      return new Finished(0, told);
    }
    return new Finished(0, "");
  }

  private Finished verify() {
    if (!confirmed) {
      return new Finished(1, "is subscribed, but nobody confirmed\n".repeat(3));
    }
    if (!publishing) {
      return new Finished(1, "FAIL  runs_created_total");
    }
    return muted ? new Finished(1, "FAIL  mute rule runwatch-staging_mute-1") : new Finished(0, "");
  }

  @Override
  public Service start(Command command, Pattern ready, Duration longest) {
    command();
    String line = String.join(" ", command.words());
    commands.add(line);
    there.add(line);
    publishing |= line.contains("coordinator");
    return new Service() {
      @Override
      public String told() {
        return "http://127.0.0.1:8765";
      }

      @Override
      public void stop() {
        there.remove(line);
      }
    };
  }

  @Override
  public boolean isAws() {
    return aws;
  }

  @Override
  public boolean isBootstrapped() {
    return bootstrapped;
  }

  @Override
  public List<String> present() {
    call();
    return there.contains("stack") ? List.of("the stack") : List.of();
  }

  @Override
  public void deleteStack() {
    if (roleHasPolicy) {
      throw new IllegalStateException("a role has the policy");
    }
    there.remove("stack");
  }

  @Override
  public void confirm() {
    call();
    confirmed = true;
  }

  @Override
  public void unmute() {
    muted = false;
  }

  @Override
  public void setOk(String alarm) {
    commands.add("ok " + alarm);
  }

  @Override
  public void makePublisherRole() {
    call();
    there.add("role");
    roleHasPolicy = true;
  }

  @Override
  public Map<String, String> assumePublisherRole() {
    return Map.of("AWS_ACCESS_KEY_ID", "role");
  }

  @Override
  public void deletePublisherRole() {
    there.remove("role");
    roleHasPolicy = false;
  }

  @Override
  public boolean refusesOtherNamespace(Map<String, String> credentials) {
    return limited;
  }

  @Override
  public String publisherRole() {
    return "runwatch-staging_conformance";
  }
}
