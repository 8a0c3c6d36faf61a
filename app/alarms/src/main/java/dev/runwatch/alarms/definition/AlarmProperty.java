/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.definition;

import dev.runwatch.alarms.yaml.MappingReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One property of the resource type {@code AWS::CloudWatch::Alarm}: a row of {@link
 * AlarmProperties}. It says how the property is read from a definition file, what a stack writes
 * into its template, and how what was deployed is compared with that; or why the property is
 * refused. Immutable.
 */
public final class AlarmProperty {

  /** Reads the property of that name, which may be absent; faults go to the reader's faults. */
  @FunctionalInterface
  interface Reader {
    void read(MappingReader in, String name, DefinitionDraft draft);
  }

  /** Why a property is refused, and what to do instead. */
  private record Refusal(String reason, String fix) {}

  private final String name;
  private final @Nullable Refusal refusal;
  private final @Nullable Refusal ownRefusal;
  private final Reader reader;
  private final Function<DeployedAlarm, @Nullable Object> writer;
  private final Function<Map<String, ?>, @Nullable Object> whenAbsent;
  private final boolean moreAllowed;
  private final boolean ofPlainMetric;

  private AlarmProperty(Builder builder) {
    this.name = builder.name;
    this.refusal = builder.refusal;
    this.ownRefusal = builder.ownRefusal;
    this.reader = builder.reader;
    this.writer = builder.writer;
    this.whenAbsent = builder.whenAbsent;
    this.moreAllowed = builder.moreAllowed;
    this.ofPlainMetric = builder.ofPlainMetric;
  }

  /** A row for a property that no definition may have. */
  static AlarmProperty refused(String name, String reason, String fix) {
    Builder builder = new Builder(name);
    builder.refusal = new Refusal(reason, fix);
    return builder.build();
  }

  /** Begins a row for a property that is carried. */
  static Builder carried(String name) {
    return new Builder(name);
  }

  /** CloudFormation's name of the property, which is also the name in DescribeAlarms. */
  public String name() {
    return name;
  }

  /** Whether every definition with this property is refused. */
  public boolean isRefused() {
    return refusal != null;
  }

  /**
   * Whether definitions of Runwatch's own alarms with this property are refused, because the stack
   * sets it.
   */
  public boolean isSetByStack() {
    return ownRefusal != null;
  }

  /** Whether only an alarm on one metric has it, and one with {@code Metrics} has not. */
  boolean isOfPlainMetric() {
    return ofPlainMetric;
  }

  /**
   * Reads the property where it is present, or adds the fault that it is refused.
   *
   * @return whether the rest of the definition can be read
   */
  boolean read(MappingReader in, DefinitionDraft draft) {
    Refusal refused = refusal != null ? refusal : draft.own ? ownRefusal : null;
    if (refused != null && in.keys().contains(name)) {
      in.fault(name, refused.reason(), refused.fix());
    }
    if (refusal != null) {
      return !in.keys().contains(name);
    }
    reader.read(in, name, draft);
    return true;
  }

  /**
   * What a stack writes into its template.
   *
   * @return a text, number, truth value, list or map in CloudFormation's terms; empty where the
   *     template leaves the property out
   */
  public Optional<Object> value(DeployedAlarm alarm) {
    return Optional.ofNullable(writer.apply(alarm));
  }

  /**
   * Compares the property of two resources, given by all their properties.
   *
   * @return every value that differs; empty when both mean the same to CloudWatch
   */
  List<PropertyDifference> compare(Map<String, ?> expected, Map<String, ?> actual) {
    Map<String, String> right = texts(expected);
    Map<String, String> found = texts(actual);
    TreeSet<String> paths = new TreeSet<>(right.keySet());
    if (!moreAllowed) {
      paths.addAll(found.keySet());
    }
    List<PropertyDifference> differences = new ArrayList<>();
    for (String path : paths) {
      String wanted = right.getOrDefault(path, "");
      String is = found.getOrDefault(path, "");
      if (!wanted.equals(is)) {
        differences.add(new PropertyDifference(path, wanted, is));
      }
    }
    return differences;
  }

  private Map<String, String> texts(Map<String, ?> properties) {
    Object value = properties.get(name);
    return PropertyTexts.of(name, value == null ? whenAbsent.apply(properties) : value);
  }

  @Override
  public String toString() {
    return name;
  }

  /** Makes a row. */
  static final class Builder {

    private final String name;
    private @Nullable Refusal refusal;
    private @Nullable Refusal ownRefusal;
    private Reader reader = (in, key, draft) -> in.has(key);
    private Function<DeployedAlarm, @Nullable Object> writer = alarm -> null;
    private Function<Map<String, ?>, @Nullable Object> whenAbsent = all -> null;
    private boolean moreAllowed;
    private boolean ofPlainMetric;

    private Builder(String name) {
      this.name = name;
    }

    /** How it is read; without this the property is known and read with another one. */
    Builder read(Reader newReader) {
      this.reader = newReader;
      return this;
    }

    /** What the template says; null leaves the property out. */
    Builder write(Function<DeployedAlarm, @Nullable Object> newWriter) {
      this.writer = newWriter;
      return this;
    }

    /** What an absent property means to CloudWatch. */
    Builder whenAbsent(Object value) {
      return whenAbsentAs(all -> value);
    }

    /** What an absent property means to CloudWatch, given all properties. */
    Builder whenAbsentAs(Function<Map<String, ?>, @Nullable Object> value) {
      this.whenAbsent = value;
      return this;
    }

    /** Accepts entries that the definition does not name. */
    Builder moreAllowed() {
      this.moreAllowed = true;
      return this;
    }

    /** Says that only an alarm on one metric has it. */
    Builder ofPlainMetric() {
      this.ofPlainMetric = true;
      return this;
    }

    /** Refuses the property in definitions of Runwatch's own alarms. */
    Builder setByStack(String reason, String fix) {
      this.ownRefusal = new Refusal(reason, fix);
      return this;
    }

    AlarmProperty build() {
      return new AlarmProperty(this);
    }
  }
}
