/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.scenario;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.AlarmState;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.alarms.yaml.Durations;
import dev.runwatch.alarms.yaml.Faults;
import dev.runwatch.alarms.yaml.MappingReader;
import dev.runwatch.alarms.yaml.Node;
import dev.runwatch.alarms.yaml.Suggestions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the cases of one scenario file. */
final class CaseReader {

  private static final Duration LONGEST = Duration.ofDays(70);

  private final List<String> names;
  private final boolean several;
  private final Duration step;
  private final Faults faults;
  private final SeriesReader series;

  CaseReader(List<AlarmDefinition> alarms, boolean several, Duration step, Faults faults) {
    this.names = alarms.stream().map(AlarmDefinition::name).toList();
    this.several = several;
    this.step = step;
    this.faults = faults;
    this.series = new SeriesReader(alarms);
  }

  Optional<ScenarioCase> read(Node node, String path) {
    Optional<MappingReader> found = MappingReader.of(node, path, faults);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    MappingReader fields = found.get();
    String name = fields.text("name").orElse(path);
    fields.require("series", "write  series:  and under it a metric with its values");
    Map<String, AlarmState> before = before(fields);
    Map<String, ScenarioSeries> data = series.read(fields);
    Map<String, NavigableMap<Duration, AlarmState>> expect =
        fields.fields("expect").map(this::expect).orElse(Map.of());
    List<ScenarioCase.Notification> notify = fields.has("notify") ? notifications(fields) : null;
    if (!fields.has("expect") && !fields.has("notify")) {
      fields.fault("expect", "nothing is expected", "write  expect: { 8m: ALARM }");
    }
    if (fields.has("expect") && expect.values().stream().allMatch(Map::isEmpty) && faults.none()) {
      fields.fault("expect", "it is empty, so nothing is expected", "write  { 8m: ALARM }");
    }
    List<MuteWindow> mutes = mutes(fields);
    Set<Assumed> assumes = assumes(fields);
    fields.refuseOthers();
    ScenarioCase read =
        new ScenarioCase(name, node.line(), before, data, expect, mutes, assumes, notify);
    if (read.length(step).compareTo(LONGEST) > 0) {
      fields.fault("series", "the case is longer than 70 days", "shorten it");
    }
    if (faults.none()) {
      series.refuseForgotten(fields);
    }
    return Optional.of(read);
  }

  private static Set<Assumed> assumes(MappingReader fields) {
    Set<Assumed> assumes = EnumSet.noneOf(Assumed.class);
    List<String> words = Arrays.stream(Assumed.values()).map(Assumed::word).toList();
    for (Node item : fields.items("assumes")) {
      String text = item instanceof Node.Scalar scalar ? scalar.text() : item.kind();
      Optional<Assumed> rule =
          Arrays.stream(Assumed.values()).filter(it -> it.word().equals(text)).findFirst();
      rule.ifPresent(assumes::add);
      if (rule.isEmpty()) {
        fields.fault(
            "assumes",
            "'" + text + "' is not an assumption",
            Suggestions.nearest(text, words)
                .map(near -> "did you mean " + near + "?")
                .orElse("write one of " + String.join(", ", words)));
      }
    }
    return assumes;
  }

  private List<MuteWindow> mutes(MappingReader fields) {
    Optional<Node> node = fields.node("mute");
    List<Node> items =
        node.isPresent() && node.get() instanceof Node.Sequence sequence
            ? sequence.items()
            : node.stream().toList();
    List<MuteWindow> mutes = new ArrayList<>();
    for (Node item : items) {
      MappingReader.of(item, fields.name("mute"), faults).flatMap(this::mute).ifPresent(mutes::add);
    }
    return mutes;
  }

  private Optional<MuteWindow> mute(MappingReader fields) {
    fields.require("from", "write  from: 5m");
    fields.require("for", "write  for: 30m");
    Optional<Duration> from = time(fields, "from");
    Optional<Duration> length = time(fields, "for");
    Optional<String> alarm = fields.oneOf("alarm", names, name -> name);
    fields.refuseOthers();
    return from.isPresent() && length.isPresent()
        ? Optional.of(new MuteWindow(from.get(), length.get(), alarm.orElse(null)))
        : Optional.empty();
  }

  private static Optional<Duration> time(MappingReader fields, String key) {
    Optional<String> text = fields.text(key);
    Optional<Duration> time = text.flatMap(Durations::parse);
    if (text.isPresent() && time.isEmpty()) {
      fields.fault(key, "'" + text.get() + "' is not a time", "write one such as 5m");
    }
    return time;
  }

  private Map<String, AlarmState> before(MappingReader fields) {
    Map<String, AlarmState> before = new HashMap<>();
    names.forEach(name -> before.put(name, AlarmState.INSUFFICIENT_DATA));
    if (fields.node("state").orElse(null) instanceof Node.Mapping) {
      Optional<MappingReader> states = fields.fields("state");
      if (states.isPresent()) {
        for (String name : names) {
          state(states.get(), name).ifPresent(state -> before.put(name, state));
        }
        states.get().refuseOthers();
      }
    } else {
      state(fields, "state").ifPresent(state -> before.replaceAll((name, old) -> state));
    }
    return before;
  }

  private Map<String, NavigableMap<Duration, AlarmState>> expect(MappingReader fields) {
    Map<String, NavigableMap<Duration, AlarmState>> expect = new LinkedHashMap<>();
    if (!several) {
      expect.put(names.get(0), states(fields));
      return expect;
    }
    for (String name : fields.keys()) {
      if (names.contains(name)) {
        fields.fields(name).ifPresent(states -> expect.put(name, states(states)));
      }
    }
    fields.refuseOthers();
    return expect;
  }

  private NavigableMap<Duration, AlarmState> states(MappingReader fields) {
    NavigableMap<Duration, AlarmState> states = new TreeMap<>();
    for (String key : fields.keys()) {
      Optional<Duration> at = Durations.parse(key);
      if (at.isEmpty()) {
        fields.fault(key, "it is not a time", "write one such as 5m, 90s or 1h30m");
      }
      Optional<AlarmState> state = state(fields, key);
      if (at.isPresent() && state.isPresent()) {
        states.put(at.get(), state.get());
      }
    }
    return states;
  }

  private List<ScenarioCase.Notification> notifications(MappingReader fields) {
    List<ScenarioCase.Notification> wanted = new ArrayList<>();
    if (several && fields.node("notify").orElse(null) instanceof Node.Mapping) {
      Optional<MappingReader> byAlarm = fields.fields("notify");
      if (byAlarm.isPresent()) {
        for (String name : names) {
          List<Node> items = byAlarm.get().items(name);
          for (int i = 0; i < items.size(); i++) {
            notification(items.get(i), byAlarm.get().name(name + "[" + i + "]"), name)
                .ifPresent(wanted::add);
          }
        }
        byAlarm.get().refuseOthers();
      }
      return wanted;
    }
    List<Node> items = fields.items("notify");
    for (int i = 0; i < items.size(); i++) {
      notification(items.get(i), fields.name("notify[" + i + "]"), several ? null : names.get(0))
          .ifPresent(wanted::add);
    }
    return wanted;
  }

  private Optional<ScenarioCase.Notification> notification(
      Node node, String path, @Nullable String alarm) {
    Optional<MappingReader> found = MappingReader.of(node, path, faults);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    MappingReader fields = found.get();
    fields.require("at", "write  at: 8m");
    fields.require("state", "write  state: ALARM");
    Optional<String> named = fields.oneOf("alarm", names, name -> name);
    if (alarm == null && named.isEmpty()) {
      fields.fault("alarm", "it is missing", "name the alarm that notifies");
    }
    Optional<Duration> at = time(fields, "at");
    Optional<AlarmState> state = state(fields, "state");
    Severity severity =
        fields.oneOf("severity", List.of(Severity.values()), Severity::word).orElse(null);
    fields.refuseOthers();
    String name = named.orElse(alarm == null ? "" : alarm);
    return at.isPresent() && state.isPresent()
        ? Optional.of(new ScenarioCase.Notification(name, at.get(), state.get(), severity))
        : Optional.empty();
  }

  private static Optional<AlarmState> state(MappingReader fields, String key) {
    return fields.oneOf(key, List.of(AlarmState.values()), AlarmState::name);
  }
}
