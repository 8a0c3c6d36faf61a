/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.yaml;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a YAML file into {@link Node}s, safely for any input: size and depth are bounded, duplicate
 * keys, anchors and aliases are refused, each with its line.
 *
 * <p>It works on the parser's events. {@code Compose} of snakeyaml-engine 3.0.1 would build the
 * nodes itself, but it overflows the stack on 10,000 nested lists, accepts duplicate keys and
 * aliases of scalars, and names no line for an alias that it refuses.
 */
public final class YamlReader {

  /** The largest file of a definition or of settings, in bytes. */
  public static final int DEFINITION_BYTES = 256 * 1024;

  /** The largest scenario file, in bytes: tens of thousands of cases. */
  public static final int SCENARIO_BYTES = 8 * 1024 * 1024;

  private static final int MAX_DEPTH = 24;

  private final Faults faults;
  private final Iterator<Event> events;

  private YamlReader(Faults faults, String text) {
    this.faults = faults;
    LoadSettings settings =
        LoadSettings.builder()
            .setLabel(faults.file())
            .setCodePointLimit(Integer.MAX_VALUE)
            .setParseComments(false)
            .build();
    this.events = new Parse(settings).parseString(text).iterator();
  }

  /**
   * Reads a file.
   *
   * @param path the file
   * @param maxBytes the largest size that is read, in bytes
   * @param faults receives the faults
   * @return the root node, or empty, with a fault; duplicate keys are faults too, yet a node is
   *     returned
   */
  public static Optional<Node> read(Path path, int maxBytes, Faults faults) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(maxBytes + 1);
    } catch (NoSuchFileException e) {
      faults.add(0, "", "there is no such file", "check the path");
      return Optional.empty();
    } catch (IOException e) {
      String why = Files.isDirectory(path) ? "it is a directory" : String.valueOf(e.getMessage());
      faults.add(0, "", "it cannot be read: " + why, "give a readable file");
      return Optional.empty();
    }
    if (bytes.length > maxBytes) {
      String size = maxBytes >= 1 << 20 ? (maxBytes >> 20) + " MiB" : (maxBytes >> 10) + " KiB";
      faults.add(0, "", "it is larger than " + size, "split it");
      return Optional.empty();
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(text, faults);
    } catch (CharacterCodingException e) {
      faults.add(0, "", "it is not UTF-8", "save it as UTF-8");
      return Optional.empty();
    }
  }

  /** Reads a document from a string, as {@link #read} does from a file. */
  public static Optional<Node> parse(String text, Faults faults) {
    try {
      return new YamlReader(faults, text).document();
    } catch (MarkedYamlEngineException e) {
      int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      String problem = e.getProblem() == null ? "cannot be parsed" : oneLine(e.getProblem());
      faults.add(line, "", "this is not YAML: " + problem, "correct it");
    } catch (YamlEngineException e) {
      faults.add(
          0, "", "this is not YAML: " + oneLine(String.valueOf(e.getMessage())), "correct it");
    } catch (RefusedException e) {
      faults.add(e.line, "", e.reason, e.fix);
    }
    return Optional.empty();
  }

  private Optional<Node> document() {
    events.next(); // the stream's start
    if (events.next().getEventId() != Event.ID.DocumentStart) {
      faults.add(0, "", "the file is empty", "fill or remove it");
      return Optional.empty();
    }
    Node root = node(events.next(), 0);
    events.next(); // the document's end
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      faults.add(line(after), "", "a second document begins here", "keep one per file");
      return Optional.empty();
    }
    if (root instanceof Node.Scalar scalar && scalar.isNull()) {
      faults.add(0, "", "the file is empty", "fill or remove it");
      return Optional.empty();
    }
    return Optional.of(root);
  }

  private Node node(Event event, int depth) {
    int line = line(event);
    if (event instanceof AliasEvent
        || (event instanceof NodeEvent node && node.getAnchor().isPresent())) {
      throw new RefusedException(
          line, "anchors and aliases are not supported", "write the value out");
    }
    if (depth > MAX_DEPTH) {
      throw new RefusedException(
          line, "it is nested deeper than " + MAX_DEPTH + " levels", "flatten it");
    }
    if (event instanceof ScalarEvent scalar) {
      return new Node.Scalar(line, scalar.getValue(), !scalar.isPlain());
    }
    if (event instanceof SequenceStartEvent) {
      List<Node> items = new ArrayList<>();
      for (Event next = events.next();
          next.getEventId() != Event.ID.SequenceEnd;
          next = events.next()) {
        items.add(node(next, depth + 1));
      }
      return new Node.Sequence(line, List.copyOf(items));
    }
    if (event instanceof MappingStartEvent) {
      return mapping(line, depth);
    }
    throw new RefusedException(line, "this part of YAML is not supported", "write plain values");
  }

  private Node mapping(int line, int depth) {
    Map<String, Node> entries = new LinkedHashMap<>();
    Map<String, Integer> keyLines = new LinkedHashMap<>();
    for (Event next = events.next();
        next.getEventId() != Event.ID.MappingEnd;
        next = events.next()) {
      int keyLine = line(next);
      if (!(node(next, depth + 1) instanceof Node.Scalar key)) {
        throw new RefusedException(keyLine, "a key is not a string", "write a string");
      }
      Node value = node(events.next(), depth + 1);
      if (entries.putIfAbsent(key.text(), value) != null) {
        faults.add(keyLine, key.text(), "it is given twice", "keep one");
      }
      keyLines.putIfAbsent(key.text(), keyLine);
    }
    return new Node.Mapping(line, entries, keyLines);
  }

  private static int line(Event event) {
    return event.getStartMark().map(Mark::getLine).orElse(-1) + 1;
  }

  private static String oneLine(String text) {
    return text.lines().findFirst().orElse(text);
  }

  private static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final int line;
    final String reason;
    final String fix;

    RefusedException(int line, String reason, String fix) {
      super(reason);
      this.line = line;
      this.reason = reason;
      this.fix = fix;
    }
  }
}
