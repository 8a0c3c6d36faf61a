/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the annotations of a metric widget. */
final class AnnotationReader {

  private static final int MAX_ANNOTATIONS = 500;
  private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");
  private static final String HASH = "#rrggbb, with six hexadecimal digits";
  private static final List<Fill> HORIZONTAL =
      List.of(Fill.ABOVE, Fill.BELOW, Fill.NONE, Fill.BETWEEN);
  private static final List<Fill> VERTICAL =
      List.of(Fill.BEFORE, Fill.AFTER, Fill.NONE, Fill.BETWEEN);

  private AnnotationReader() {}

  static Annotations read(Item item) {
    if (!item.object(/* required= */ false)) {
      return Annotations.NONE;
    }
    item.knowing("alarms", "horizontal", "vertical");
    List<HorizontalAnnotation> horizontal = new ArrayList<>();
    for (Item line : item.at("horizontal").list(0, MAX_ANNOTATIONS, "annotations")) {
      HorizontalAnnotation read = horizontal(line);
      if (read != null) {
        horizontal.add(read);
      }
    }
    List<VerticalAnnotation> vertical = new ArrayList<>();
    for (Item line : item.at("vertical").list(0, MAX_ANNOTATIONS, "annotations")) {
      VerticalAnnotation read = vertical(line);
      if (read != null) {
        vertical.add(read);
      }
    }
    Item alarms = item.at("alarms");
    List<String> arns =
        alarms.list(0, 1, "alarm").stream().map(it -> it.requiredText("write its ARN")).toList();
    if (!arns.isEmpty() && (!horizontal.isEmpty() || !vertical.isEmpty())) {
      alarms.fault("excludes other annotations; remove them, or draw the alarm's metric itself");
    }
    return new Annotations(horizontal, vertical, arns);
  }

  private static @Nullable HorizontalAnnotation horizontal(Item item) {
    List<Item> edges = edges(item);
    if (edges.isEmpty()) {
      return null;
    }
    edges.forEach(it -> it.knowing("value", "label", "color", "fill", "visible", "yAxis"));
    Item first = edges.get(0);
    boolean band = edges.size() > 1;
    return new HorizontalAnnotation(
        item.place(),
        value(first),
        band ? value(edges.get(1)) : null,
        first.at("color").text(COLOR, HASH),
        first.at("fill").word(HORIZONTAL, band ? Fill.BETWEEN : Fill.NONE),
        first.at("yAxis").word(Side.class, Side.LEFT),
        first.at("visible").flag(true));
  }

  private static @Nullable VerticalAnnotation vertical(Item item) {
    List<Item> edges = edges(item);
    if (edges.isEmpty()) {
      return null;
    }
    edges.forEach(it -> it.knowing("value", "label", "color", "fill", "visible"));
    Item first = edges.get(0);
    boolean band = edges.size() > 1;
    return new VerticalAnnotation(
        item.place(),
        time(first),
        band ? time(edges.get(1)) : null,
        first.at("color").text(COLOR, HASH),
        first.at("fill").word(VERTICAL, band ? Fill.BETWEEN : Fill.NONE),
        first.at("visible").flag(true));
  }

  /** One edge of a line, two of a band. */
  private static List<Item> edges(Item item) {
    List<Item> edges = item.isObject() ? List.of(item) : item.list(2, 2, "edges of a band");
    if (edges.stream().allMatch(edge -> edge.object(/* required= */ true)) && edges.size() <= 2) {
      return edges;
    }
    return List.of();
  }

  private static HorizontalAnnotation.Edge value(Item edge) {
    Item value = edge.at("value");
    String label = edge.at("label").text("");
    String token = value.isText() && value.text("").startsWith("@@") ? value.text() : null;
    Double number = token == null ? value.number() : null;
    if (!value.present()) {
      value.fault("is required; write the number");
    }
    return new HorizontalAnnotation.Edge(
        edge.place(), number == null ? Double.NaN : number, token, label);
  }

  private static VerticalAnnotation.Edge time(Item edge) {
    Item value = edge.at("value");
    String text = value.requiredText("write a time such as 2030-01-31T08:00:00Z");
    Instant at = BodyReader.instant(text);
    if (at == null && !text.isEmpty()) {
      value.fault("'" + text + "' must be a time such as 2030-01-31T08:00:00Z");
    }
    return new VerticalAnnotation.Edge(
        edge.place(), at == null ? Instant.EPOCH : at, edge.at("label").text(""));
  }
}
