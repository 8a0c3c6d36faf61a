/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.environments;

import dev.runwatch.alarms.definition.AlarmDefinition;
import dev.runwatch.alarms.definition.OptionalAlarms;
import dev.runwatch.alarms.definition.Severity;
import dev.runwatch.alarms.definition.ThresholdRange;
import dev.runwatch.alarms.yaml.MappingReader;
import dev.runwatch.alarms.yaml.Node;
import dev.runwatch.alarms.yaml.Numbers;
import dev.runwatch.common.Namespace;
import dev.runwatch.common.Quoted;
import dev.runwatch.metrics.Environment;
import dev.runwatch.metrics.MetricCatalogue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Reads one environment from its file's fields and what overrides them. */
final class SettingsReader {

  static final String NONE = "none";

  private static final int MAX_LIST = 20;
  private static final Pattern HTTPS = Pattern.compile("https://[A-Za-z0-9.-]+(:\\d+)?(/\\S*)?");
  private static final Pattern HTTP = Pattern.compile("https?://[A-Za-z0-9.-]+(:\\d+)?(/\\S*)?");
  private static final Pattern SCHEDULE = Pattern.compile("(cron|rate)\\([A-Za-z0-9*?/,# -]+\\)");
  private static final String URL = "a URL that begins with https://";
  private static final Pattern QUEUE =
      Pattern.compile("arn:aws[a-z-]*:sqs:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,80}");
  private static final Pattern TOPIC =
      Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}");

  private final Environment name;
  private final MappingReader fields;
  private final Overrides overrides;
  private final List<AlarmDefinition> definitions;
  private final boolean toDeploy;
  private final TreeSet<String> known = new TreeSet<>();
  private final Map<String, Optional<MappingReader>> sections = new TreeMap<>();

  /**
   * @param toDeploy whether the settings are to be deployed, so that placeholders are refused
   */
  SettingsReader(
      Environment name,
      MappingReader fields,
      Overrides overrides,
      List<AlarmDefinition> definitions,
      boolean toDeploy) {
    this.toDeploy = toDeploy;
    this.name = name;
    this.fields = fields;
    this.overrides = overrides;
    this.definitions = definitions;
  }

  /** Reads the settings; the result has no meaning once faults were found. */
  EnvironmentSettings read() {
    String namespace =
        one("namespace", Namespace::isLegal, Namespace.ALLOWED)
            .orElse(MetricCatalogue.DEFAULT_NAMESPACE);
    Optional<String> region =
        one("region", RegionChoice.REGION.asMatchPredicate(), "a region such as eu-west-1");
    Map<Severity, String> topicArns = topics();
    Map<Severity, Destinations> destinations = destinations(topicArns);
    boolean mailed =
        !topicArns.isEmpty() || destinations.values().stream().anyMatch(it -> !it.mail().isEmpty());
    String runbooks = runbooks(mailed);
    String coordinatorUrl =
        one("coordinatorUrl", HTTP.asMatchPredicate(), "a URL such as https://runs.example.org")
            .orElse("");
    Optional<String> weeklyTest =
        one("weeklyTest", SCHEDULE.asMatchPredicate(), "a schedule such as cron(0 9 ? * MON *)");
    Set<String> optionalAlarms = optionalAlarms();
    Map<String, Double> thresholds = thresholds(optionalAlarms);
    fields.refuseOthers();
    sections.values().forEach(section -> section.ifPresent(MappingReader::refuseOthers));
    overrides.refuseOthers(known);
    return new EnvironmentSettings(
        name,
        namespace,
        region,
        runbooks.isEmpty() || runbooks.endsWith("/") ? runbooks : runbooks + "/",
        coordinatorUrl,
        weeklyTest,
        destinations,
        topicArns,
        thresholds,
        optionalAlarms);
  }

  private String runbooks(boolean mailed) {
    Optional<ConfiguredValue> base = value("runbooks");
    if (mailed) {
      base.ifPresent(
          it -> refusePlaceholders(it, "the place of the runbooks", "runbooks=https://…"));
    }
    return base.flatMap(it -> matching(it, HTTPS.asMatchPredicate(), URL).stream().findFirst())
        .orElse("");
  }

  /** Adds a fault for every value that the reader of the file must replace. */
  private void refusePlaceholders(ConfiguredValue given, String what, String option) {
    for (String item : given.items()) {
      if (toDeploy && ReservedDomains.isPlaceholder(item)) {
        given.fault(
            "'" + item + "' is a placeholder, and nobody is there",
            "write " + what + ", or give -c " + option);
      }
    }
  }

  private Map<Severity, String> topics() {
    Map<Severity, String> arns = new EnumMap<>(Severity.class);
    for (Severity severity : Severity.values()) {
      Optional<ConfiguredValue> given = list("topicArn", severity.word());
      if (given.isPresent() && given.get().items().size() == 1) {
        arns.put(
            severity,
            matching(given.get(), TOPIC.asMatchPredicate(), "the ARN of an SNS topic").get(0));
      } else if (given.isPresent() && !given.get().items().isEmpty()) {
        given.get().fault("it is a list", "write one ARN");
      }
    }
    return arns;
  }

  private Map<Severity, Destinations> destinations(Map<Severity, String> topicArns) {
    Map<Severity, Destinations> all = new EnumMap<>(Severity.class);
    for (Severity severity : Severity.values()) {
      String word = severity.word();
      Optional<ConfiguredValue> mail = list("mail", word);
      Optional<ConfiguredValue> https = list("https", word);
      Optional<ConfiguredValue> sqs = list("sqs", word);
      List<String> addresses =
          checked(mail, SettingsReader::isAddress, "an address such as name@domain.tld");
      List<String> urls = checked(https, HTTPS.asMatchPredicate(), URL);
      List<String> queues = checked(sqs, QUEUE.asMatchPredicate(), "the ARN of an SQS queue");
      if (topicArns.containsKey(severity)) {
        // The owner of that topic decides who is subscribed to it.
        continue;
      }
      if (mail.isEmpty()) {
        fields.fault(
            "mail." + word, "it is missing", "write addresses, or  mail: none  to mail nobody");
      }
      mail.ifPresent(
          it ->
              refusePlaceholders(
                  it, "your address, or none to mail nobody", "mail." + word + "=ADDRESS"));
      https.ifPresent(it -> refusePlaceholders(it, "your URL", "https." + word + "=https://…"));
      all.put(severity, new Destinations(addresses, urls, queues));
    }
    return all;
  }

  private Set<String> optionalAlarms() {
    String key = "optionalAlarms";
    known.add(key);
    Optional<ConfiguredValue> inFile =
        fields
            .node(key)
            .map(it -> new ConfiguredValue(texts(it), (why, fix) -> fields.fault(key, why, fix)));
    Set<String> names = new TreeSet<>();
    overrides.get(key).or(() -> inFile).ifPresent(given -> switchOn(given, names));
    return names;
  }

  private void switchOn(ConfiguredValue given, Set<String> names) {
    for (String alarm : given.items()) {
      OptionalAlarms.refusal(alarm, definitions)
          .ifPresentOrElse(why -> given.fault(why.reason(), why.fix()), () -> names.add(alarm));
    }
  }

  private Map<String, Double> thresholds(Set<String> optionalAlarms) {
    Map<String, Double> thresholds = new TreeMap<>();
    for (AlarmDefinition definition : definitions) {
      String alarm = definition.name();
      Optional<ConfiguredValue> given = list("threshold", alarm);
      if (definition.optional() && !optionalAlarms.contains(alarm)) {
        given.ifPresent(it -> it.fault(alarm + " is not switched on", "add it to optionalAlarms"));
      }
      given.ifPresent(it -> threshold(it, definition.thresholds(), alarm, thresholds));
    }
    return thresholds;
  }

  private static void threshold(
      ConfiguredValue given, ThresholdRange range, String alarm, Map<String, Double> thresholds) {
    String text = String.join(",", given.items());
    OptionalDouble number = Numbers.parse(text);
    if (number.isEmpty()) {
      given.fault("'" + text + "' is not a number", "write one " + range.sentence());
    } else if (!range.contains(number.getAsDouble())) {
      given.fault(text + " is out of range", "write one " + range.sentence());
    } else {
      thresholds.put(alarm, number.getAsDouble());
    }
  }

  private Optional<String> one(String key, Predicate<String> allowed, String what) {
    return value(key).flatMap(it -> matching(it, allowed, what).stream().findFirst());
  }

  /** A single value of the file, or what overrides it. */
  private Optional<ConfiguredValue> value(String key) {
    known.add(key);
    Optional<ConfiguredValue> inFile =
        fields
            .text(key)
            .map(it -> new ConfiguredValue(List.of(it), (why, fix) -> fields.fault(key, why, fix)));
    return overrides.single(key).or(() -> inFile);
  }

  /** An entry of a section, such as {@code mail: {critical: …}}, or what overrides it. */
  private Optional<ConfiguredValue> list(String section, String key) {
    String name = section + "." + key;
    known.add(name);
    Optional<ConfiguredValue> inFile =
        fields.node(section).flatMap(node -> entry(section, key, node));
    return overrides.get(name).or(() -> inFile);
  }

  private Optional<ConfiguredValue> entry(String section, String key, Node node) {
    if (isNone(node)) {
      return Optional.of(
          new ConfiguredValue(List.of(), (why, fix) -> fields.fault(section, why, fix)));
    }
    Optional<MappingReader> entries = sections.computeIfAbsent(section, fields::fields);
    return entries.flatMap(
        in ->
            in.node(key)
                .map(
                    value ->
                        new ConfiguredValue(texts(value), (why, fix) -> in.fault(key, why, fix))));
  }

  private static boolean isNone(Node node) {
    return node instanceof Node.Scalar scalar && scalar.text().equals(NONE);
  }

  private static List<String> texts(Node node) {
    if (isNone(node)) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    List<Node> nodes = node instanceof Node.Sequence list ? list.items() : List.of(node);
    for (Node item : nodes) {
      texts.add(item instanceof Node.Scalar scalar ? scalar.text() : item.kind());
    }
    return texts;
  }

  private static List<String> checked(
      Optional<ConfiguredValue> given, Predicate<String> allowed, String what) {
    return given.map(it -> matching(it, allowed, what)).orElse(List.of());
  }

  private static boolean isAddress(String text) {
    return MailAddress.parse(text).filter(MailAddress::isQualified).isPresent();
  }

  private static List<String> matching(
      ConfiguredValue given, Predicate<String> allowed, String what) {
    for (String item : given.items()) {
      if (!allowed.test(item)) {
        given.fault(Quoted.of(item) + " is not allowed", "write " + what);
      }
    }
    if (given.items().size() > MAX_LIST) {
      given.fault("there are " + given.items().size(), "write at most " + MAX_LIST);
    }
    return given.items().stream().distinct().toList();
  }
}
