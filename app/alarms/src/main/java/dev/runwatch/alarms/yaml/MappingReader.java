/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;

/**
 * The fields of one mapping, read by name and type. Whatever is wrong goes to the {@link Faults},
 * and the reader carries on. Every field that is asked for is known; {@link #refuseOthers} tells of
 * the rest. Not thread-safe.
 */
public final class MappingReader {

  private final Faults faults;
  private final Node.Mapping mapping;
  private final String path;
  private final Set<String> known = new LinkedHashSet<>();

  private MappingReader(Faults faults, Node.Mapping mapping, String path) {
    this.faults = faults;
    this.mapping = mapping;
    this.path = path;
  }

  /** The fields of a node, or empty, with a fault, when it is no mapping. */
  public static Optional<MappingReader> of(Node node, String path, Faults faults) {
    if (node instanceof Node.Mapping mapping) {
      return Optional.of(new MappingReader(faults, mapping, path));
    }
    faults.add(node.line(), path, "it is " + node.kind() + ", not fields", "write  Name: value");
    return Optional.empty();
  }

  /** Where faults go. */
  public Faults faults() {
    return faults;
  }

  /** The line of a field, or of the mapping where the field is absent. */
  public int line(String key) {
    return mapping.keyLines().getOrDefault(key, mapping.line());
  }

  /** The whole name of a field. */
  public String name(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  /** Adds a fault about a field. */
  public void fault(String key, String reason, String fix) {
    faults.add(line(key), name(key), reason, fix);
  }

  /** Whether a field is there; asking makes it a known one. */
  public boolean has(String key) {
    known.add(key);
    return mapping.entries().containsKey(key);
  }

  /** The keys in the order of the file. */
  public Set<String> keys() {
    return mapping.entries().keySet();
  }

  /** A field's node, or empty where it is absent. */
  public Optional<Node> node(String key) {
    known.add(key);
    return Optional.ofNullable(mapping.entries().get(key));
  }

  /** Complains when a field is absent. */
  public boolean require(String key, String fix) {
    if (!has(key)) {
      fault(key, "it is missing", fix);
      return false;
    }
    return true;
  }

  /** A text, or empty where it is absent or, with a fault, something else. */
  public Optional<String> text(String key) {
    Optional<Node> node = node(key);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    if (node.get() instanceof Node.Scalar scalar && !scalar.isNull() && !scalar.text().isBlank()) {
      return Optional.of(scalar.text());
    }
    fault(key, "it is " + node.get().kind() + ", not a text", "write a text");
    return Optional.empty();
  }

  /** A finite number, or empty where it is absent or, with a fault, something else. */
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

  /** A whole number of that range, or empty where it is absent or, with a fault, otherwise. */
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

  /** A truth value, or empty where it is absent or, with a fault, something else. */
  public Optional<Boolean> bool(String key) {
    Optional<String> text = text(key);
    if (text.isPresent()) {
      if (text.get().equals("true") || text.get().equals("false")) {
        return Optional.of(text.get().equals("true"));
      }
      fault(key, "'" + text.get() + "' is neither true nor false", "write true or false");
    }
    return Optional.empty();
  }

  /** One of several words, or empty where it is absent or, with a fault, another. */
  public <T> Optional<T> oneOf(String key, Collection<T> values, Function<T, String> word) {
    Optional<String> text = text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    Optional<T> found = values.stream().filter(v -> word.apply(v).equals(text.get())).findFirst();
    if (found.isEmpty()) {
      List<String> words = values.stream().map(word).toList();
      fault(key, "'" + text.get() + "' is not known", "write one of " + String.join(", ", words));
    }
    return found;
  }

  /** A list's nodes; empty where it is absent or, with a fault, no list. */
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

  /** The fields of a field, or empty where it is absent or, with a fault, no mapping. */
  public Optional<MappingReader> fields(String key) {
    return node(key).flatMap(node -> of(node, name(key), faults));
  }

  /** Complains about every field nobody asked for. */
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
