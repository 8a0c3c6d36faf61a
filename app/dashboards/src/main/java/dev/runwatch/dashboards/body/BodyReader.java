/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.dashboards.body;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a dashboard. It accepts everything and reports what CloudWatch would refuse or
 * not understand.
 *
 * <p>Source of the limits: "Dashboard body structure and syntax" of the CloudWatch API reference.
 */
public final class BodyReader {

  private static final int MAX_WIDGETS = 500;
  private static final int MAX_VARIABLES = 25;
  private static final int MAX_HEIGHT = 1000;
  private static final Pattern RELATIVE =
      Pattern.compile("-P(?=.)(?:\\d+[YMWD]){0,4}(?:T(?=.)(?:\\d+H)?(?:\\d+M)?(?:\\d+S)?)?");

  private BodyReader() {}

  /** Reads the JSON of a body. */
  public static ReadBody read(String json) {
    Source source = Source.of(json);
    Item root = source.root();
    DashboardBody body = body(root);
    List<Fault> faults = new ArrayList<>(source.faults());
    faults.sort((a, b) -> Integer.compare(a.place().line(), b.place().line()));
    return new ReadBody(body, faults, source.lines());
  }

  private static DashboardBody body(Item root) {
    List<Widget> widgets = new ArrayList<>();
    List<Variable> variables = new ArrayList<>();
    if (root.present() && root.object(/* required= */ true)) {
      root.knowing("widgets", "variables", "start", "end", "periodOverride");
      if (!root.at("widgets").present()) {
        root.at("widgets").fault("is required; add it, [] for a dashboard without widgets");
      }
      Placement placement = new Placement();
      for (Item widget : root.at("widgets").list(0, MAX_WIDGETS, "widgets")) {
        if (widget.object(/* required= */ true)) {
          widgets.add(widget(widget, placement));
        }
      }
      for (Item variable : root.at("variables").list(0, MAX_VARIABLES, "variables")) {
        if (variable.object(/* required= */ true)) {
          variables.add(VariableReader.read(variable));
        }
      }
    }
    return new DashboardBody(
        widgets,
        variables,
        start(root),
        end(root),
        root.at("periodOverride").word(PeriodOverride.class, PeriodOverride.AUTO),
        root.place());
  }

  private static Widget widget(Item widget, Placement placement) {
    widget.knowing("type", "x", "y", "width", "height", "properties");
    Box box = box(widget, placement);
    Item properties = widget.at("properties");
    properties.object(/* required= */ true);
    String type = widget.at("type").requiredText("write metric, text, alarm, log or explorer");
    return switch (type) {
      case "metric" -> MetricWidgetReader.read(widget, box);
      case "text" -> OtherWidgets.text(widget, box);
      case "alarm" -> OtherWidgets.alarm(widget, box);
      case "log" -> OtherWidgets.log(widget, box);
      case "explorer" -> OtherWidgets.explorer(widget, box);
      default -> OtherWidgets.unknown(widget, box, type);
    };
  }

  private static Box box(Item widget, Placement placement) {
    int width = widget.at("width").integer(1, Box.COLUMNS, Box.DEFAULT_SIZE);
    int height = widget.at("height").integer(1, MAX_HEIGHT, Box.DEFAULT_SIZE);
    Item x = widget.at("x");
    Item y = widget.at("y");
    if (x.present() != y.present()) {
      (x.present() ? y : x).fault("is required where the other of x and y is given; add it");
    }
    if (!x.present() || !y.present()) {
      return placement.next(width, height);
    }
    int column = x.integer(0, Box.COLUMNS - 1, 0);
    if (column + width > Box.COLUMNS) {
      widget
          .at("width")
          .fault(
              "ends at column "
                  + (column + width)
                  + " of "
                  + Box.COLUMNS
                  + "; make it at most "
                  + (Box.COLUMNS - column)
                  + ", or lower x");
    }
    Box box = new Box(column, y.integer(0, Integer.MAX_VALUE - MAX_HEIGHT, 0), width, height);
    placement.take(box);
    return box;
  }

  /** The start of a time range, of the dashboard or of a widget. */
  static @Nullable String start(Item parent) {
    Item start = parent.at("start");
    String text = start.text();
    if (text != null && !RELATIVE.matcher(text).matches() && instant(text) == null) {
      start.fault(
          "'"
              + text
              + "' must be a time such as 2030-01-31T08:00:00Z, or a period before now"
              + " such as -PT3H or -P7D");
    }
    return text;
  }

  /** The end of a time range; without a start CloudWatch ignores it. */
  static @Nullable String end(Item parent) {
    Item end = parent.at("end");
    String text = end.text();
    if (text != null && !parent.at("start").present()) {
      end.fault("needs start: CloudWatch ignores it alone; add start");
    }
    if (text != null && !text.matches("-?P.*") && instant(text) == null) {
      end.fault("'" + text + "' must be a time such as 2030-01-31T08:00:00Z");
    }
    return text;
  }

  /** An ISO-8601 time with its offset, or null. */
  static @Nullable Instant instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
