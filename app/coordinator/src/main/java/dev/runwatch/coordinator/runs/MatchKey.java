/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.coordinator.runs;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What decides which runners may execute a run. Runs that are equal in this wait in one queue.
 *
 * @param executor the executor that the runner must have
 * @param demands what the runner must be
 * @param excluded runners that returned the run and are not offered it again
 */
public record MatchKey(String executor, Demands demands, Set<RunnerId> excluded) {

  public MatchKey {
    excluded = Set.copyOf(excluded);
  }

  /** The key of a run that no runner has returned. */
  public static MatchKey of(RunSpec spec) {
    return new MatchKey(spec.executor(), spec.demands(), Set.of());
  }

  /** The key of the same run after this runner has returned it. */
  MatchKey without(RunnerId runner) {
    Set<RunnerId> more = new HashSet<>(excluded);
    more.add(runner);
    return new MatchKey(executor, demands, more);
  }

  /** Whether the runner may execute runs of this key, busy or not. */
  public boolean admits(Runner runner) {
    return admitsAnew(runner) && !excluded.contains(runner.id());
  }

  /** Whether the runner might execute runs of this key if it had not returned them. */
  public boolean admitsAnew(Runner runner) {
    return runner.executors().contains(executor)
        && (demands.hostname() == null || demands.hostname().equals(runner.hostname()))
        && (demands.projectDir() == null || demands.projectDir().equals(runner.projectDir()))
        && runner.tags().containsAll(demands.tags());
  }

  /** 32 hexadecimal digits that are the same for equal keys. */
  public String digest() {
    List<@Nullable String> parts = new ArrayList<>();
    parts.add(executor);
    parts.add(demands.hostname());
    parts.add(demands.projectDir());
    parts.add(String.valueOf(demands.tags().size()));
    parts.addAll(new TreeSet<>(demands.tags()));
    excluded.stream().map(RunnerId::value).sorted().forEach(parts::add);
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = Objects.requireNonNullElse(part, "").getBytes(StandardCharsets.UTF_8);
        // The length keeps "a" + "bc" and "ab" + "c" apart, and -1 keeps null and "" apart.
        int length = part == null ? -1 : bytes.length;
        sha.update((length + ":").getBytes(StandardCharsets.US_ASCII));
        sha.update(bytes);
      }
      return HexFormat.of().formatHex(sha.digest(), 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
