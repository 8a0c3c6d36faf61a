/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads the fields of one mapping by name and type. A field of another type adds a fault to the
 * {@link Faults} and reads as absent. Reading a field makes it known; {@link #refuseOthers} adds a
 * fault for every field that is not known. Not thread-safe.
 */
public final class MappingReader {

  private static final List<String> TRUTHS = List.of("true", "false");

  private final Faults faults;
  private final Node.Mapping mapping;
  private final String path;
  private final Set<String> known = new LinkedHashSet<>();

  private MappingReader(Faults faults, Node.Mapping mapping, String path) {
    this.faults = faults;
    this.mapping = mapping;
    this.path = path;
  }

  /** A reader of a mapping, or empty, with a fault, for any other node. */
  public static Optional<MappingReader> of(Node node, String path, Faults faults) {
    if (node instanceof Node.Mapping mapping) {
      return Optional.of(new MappingReader(faults, mapping, path));
    }
    faults.add(node.line(), path, "it is " + node.kind() + ", not a mapping", "write  Name: value");
    return Optional.empty();
  }

  /** The faults that this reader adds to. */
  public Faults faults() {
    return faults;
  }

  /** The line of a field, or of the mapping if the field is absent. */
  public int line(String key) {
    return mapping.keyLines().getOrDefault(key, mapping.line());
  }

  /** The name of a field with the path of its mapping, such as {@code Metrics[1].Expression}. */
  public String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Adds a fault about a field. */
  public void fault(String key, String reason, String fix) {
    faults.add(line(key), name(key), reason, fix);
  }

  /** Whether the field is present. Makes it known. */
  public boolean has(String key) {
    known.add(key);
    return mapping.entries().containsKey(key);
  }

  /** The names of the fields in the order of the file. */
  public Set<String> keys() {
    return mapping.entries().keySet();
  }

  /** The node of a field, or empty if it is absent. */
  public Optional<Node> node(String key) {
    known.add(key);
    return Optional.ofNullable(mapping.entries().get(key));
  }

  /** Adds a fault if the field is absent; returns whether it is present. */
  public boolean require(String key, String fix) {
    if (!has(key)) {
      fault(key, "it is missing", fix);
      return false;
    }
    return true;
  }

  /** A string that is not blank, or empty if absent or, with a fault, of another type. */
  public Optional<String> text(String key) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof Node.Scalar scalar && !scalar.isNull() && !scalar.text().isBlank()) {
      return Optional.of(scalar.text());
    }
    fault(key, "it is " + node.get().kind() + ", not a string", "write a string");
    return Optional.empty();
  }

  /** A finite number, or empty if absent or, with a fault, of another type. */
  public OptionalDouble number(String key) {
    Optional<String> text = text(key);
    if (text.isPresent()) {
      OptionalDouble number = Numbers.parse(text.get());
      if (number.isPresent()) {
        return number;
      }
      fault(key, "'" + text.get() + "' is not a number", "write a finite number such as 0.1");
    }
    return OptionalDouble.empty();
  }

  /** A whole number of a range, or empty if absent or, with a fault, anything else. */
  public OptionalInt integer(String key, int least, int most) {
    Optional<String> text = text(key);
    if (text.isPresent()) {
      OptionalDouble number = Numbers.parse(text.get());
      double value = number.orElse(Double.NaN);
      if (value == Math.rint(value) && value >= least && value <= most) {
        return OptionalInt.of((int) value);
      }
      fault(
          key,
          "'" + text.get() + "' is not a whole number from " + least + " to " + most,
          "write one");
    }
    return OptionalInt.empty();
  }

  /**
   * True or false, in the three forms of YAML 1.1 ({@code true}, {@code True}, {@code TRUE}), or
   * empty if absent or, with a fault, anything else.
   */
  public Optional<Boolean> bool(String key) {
    Optional<String> text = text(key);
    if (text.isPresent()) {
      String word = text.get();
      for (String truth : TRUTHS) {
        // In these three forms, as YAML 1.1 and CloudFormation take them.
        String capitalized = truth.substring(0, 1).toUpperCase(Locale.ROOT) + truth.substring(1);
        if (word.equals(truth)
            || word.equals(capitalized)
            || word.equals(truth.toUpperCase(Locale.ROOT))) {
          return Optional.of(truth.equals("true"));
        }
      }
      fault(key, "'" + text.get() + "' is neither true nor false", "write true or false");
    }
    return Optional.empty();
  }

  /** One of several values by its word, or empty if absent or, with a fault, anything else. */
  public <T> Optional<T> oneOf(String key, Collection<T> values, Function<T, String> word) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> found = values.stream().filter(v -> word.apply(v).equals(text.get())).findFirst();
    if (found.isEmpty()) {
      List<String> words = values.stream().map(word).toList();
      fault(
          key,
          "'" + text.get() + "' is not a valid value",
          "write one of " + String.join(", ", words));
    }
    return found;
  }

  /** The items of a list; empty if absent or, with a fault, of another type. */
  public List<Node> items(String key) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return List.of();
    }
    if (node.get() instanceof Node.Sequence sequence) {
      return sequence.items();
    }
    fault(key, "it is " + node.get().kind() + ", not a list", "write  - …  entries");
    return List.of();
  }

  /** A reader of a nested mapping, or empty if absent or, with a fault, of another type. */
  public Optional<MappingReader> fields(String key) {
    return node(key).flatMap(node -> of(node, name(key), faults));
  }

  /** Adds a fault for every field that is not known, with a suggestion for a misspelt one. */
  public void refuseOthers() {
    for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
      String key = entry.getKey();
      if (!known.contains(key)) {
        Optional<String> near = Suggestions.nearest(key, known);
        fault(
            key,
            "it is not a known field",
            near.map(n -> "did you mean " + n + "?").orElse("remove it"));
      }
    }
  }
}
