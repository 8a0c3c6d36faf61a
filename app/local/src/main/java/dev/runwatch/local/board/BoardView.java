/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.local.board;

import dev.runwatch.dashboards.body.AlarmWidget;
import dev.runwatch.dashboards.body.DashboardBody;
import dev.runwatch.dashboards.body.ExplorerWidget;
import dev.runwatch.dashboards.body.LogWidget;
import dev.runwatch.dashboards.body.MetricWidget;
import dev.runwatch.dashboards.body.TextWidget;
import dev.runwatch.dashboards.body.UnknownWidget;
import dev.runwatch.dashboards.body.Widget;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/** A dashboard whose data are read through {@code GetMetricData}. Thread-safe. */
public final class BoardView {

  private static final String DEFAULT_START = "-PT3H";

  private final DashboardBody body;
  private final MetricReader metrics;
  private final Duration minute;
  private final InstantSource clock;

  /**
   * A dashboard.
   *
   * @param body the body, without tokens
   * @param cloudWatch where its data are
   * @param minute the length of a minute: 60 s, or less in a rehearsal
   */
  public BoardView(
      DashboardBody body, CloudWatchAsyncClient cloudWatch, Duration minute, InstantSource clock) {
    this.body = body;
    this.metrics = new MetricReader(cloudWatch, body.periodOverride());
    this.minute = minute;
    this.clock = clock;
  }

  /** The start of the range that the body asks for, such as {@code -PT3H}. */
  public String start() {
    return Objects.requireNonNullElse(body.start(), DEFAULT_START);
  }

  /**
   * Reads every widget; one that cannot be read says why.
   *
   * @param from an ISO-8601 time, or a period before the end such as {@code -PT3H}; null for the
   *     body's own
   * @param to an ISO-8601 time, or null for now
   * @throws InvalidRangeException if one of them cannot be read
   */
  public BoardData read(@Nullable String from, @Nullable String to) {
    Window window =
        Window.of(Objects.requireNonNullElseGet(from, this::start), to, minute, clock.instant());
    List<CompletableFuture<DrawnWidget>> widgets =
        body.widgets().stream().map(widget -> drawn(widget, window)).toList();
    return new BoardData(
        window.from().getEpochSecond(),
        window.to().getEpochSecond(),
        widgets.stream().map(CompletableFuture::join).toList());
  }

  private CompletableFuture<DrawnWidget> drawn(Widget widget, Window window) {
    if (widget instanceof MetricWidget metric) {
      return metrics.read(metric, window).thenApply(it -> it);
    }
    return CompletableFuture.completedFuture(plain(widget));
  }

  private static DrawnWidget plain(Widget widget) {
    if (widget instanceof TextWidget text) {
      return new DrawnWidget.Text(text.box(), "", text.markdown());
    }
    if (widget instanceof AlarmWidget alarm) {
      return new DrawnWidget.Alarms(
          alarm.box(), alarm.title(), alarm.alarms().stream().map(BoardView::alarmName).toList());
    }
    return new DrawnWidget.Unknown(widget.box(), widget.title(), unknown(widget));
  }

  private static String unknown(Widget widget) {
    if (widget instanceof LogWidget log) {
      return "A query of CloudWatch Logs, which is not read here: " + log.query();
    }
    if (widget instanceof ExplorerWidget) {
      return "A metrics explorer, which is not read here.";
    }
    String type = widget instanceof UnknownWidget unknown ? unknown.type() : "";
    return "A widget of the type '" + type + "', which is not drawn here.";
  }

  /** The name at the end of an alarm's ARN. */
  private static String alarmName(String arn) {
    int name = arn.indexOf(":alarm:");
    return name < 0 ? arn : arn.substring(name + ":alarm:".length());
  }
}
