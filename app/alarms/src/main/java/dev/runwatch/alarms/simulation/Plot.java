/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.alarms.simulation;

import dev.runwatch.alarms.yaml.Numbers;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Draws an operating characteristic as SVG: notifications on the left, detection on the right. */
public final class Plot {

  private static final List<String> COLORS =
      List.of("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17becf", "#8c564b");

  private static final int WIDTH = 380;
  private static final int HEIGHT = 300;
  private static final int LEFT = 70;
  private static final int TOP = 50;

  private final StringBuilder svg = new StringBuilder();
  private final Characteristic characteristic;

  private Plot(Characteristic characteristic) {
    this.characteristic = characteristic;
  }

  /** One line of a diagram. */
  private record Curve(double group, List<double[]> points) {}

  /** The plot as a document of its own. */
  public static String svg(Characteristic characteristic) {
    return new Plot(characteristic).draw();
  }

  private String draw() {
    Model model = characteristic.model();
    String varied = model.varied().word();
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 960 440\" role=\"img\""
            + " font-family=\"sans-serif\" font-size=\"12\">\n");
    add("<title>%s: notifications and detection</title>\n", escaped(characteristic.alarm()));
    add("<rect width=\"960\" height=\"440\" fill=\"white\"/>\n");
    diagram(
        0,
        "notifications in 30 days, by " + varied,
        model.groups().stream()
            .map(
                g ->
                    curve(
                        g,
                        characteristic.steady(g).stream(),
                        SteadyResult::value,
                        SteadyResult::perMonth))
            .toList());
    diagram(
        480,
        "median minutes to detect a step, by " + varied,
        model.groups().stream()
            .map(
                g ->
                    curve(
                        g,
                        characteristic.steps(g).stream(),
                        StepResult::to,
                        step -> step.percentile(0.5)))
            .toList());
    for (int i = 0; i < model.groups().size(); i++) {
      add(
          "<text x=\"%d\" y=\"425\" fill=\"%s\">%s %s</text>\n",
          LEFT + i * 170,
          COLORS.get(i % COLORS.size()),
          model.across().word(),
          Numbers.format(model.groups().get(i)));
    }
    return add("</svg>\n").toString();
  }

  private static <T> Curve curve(
      double group, Stream<T> results, ToDoubleFunction<T> x, ToDoubleFunction<T> y) {
    return new Curve(
        group,
        results
            .map(result -> new double[] {x.applyAsDouble(result), y.applyAsDouble(result)})
            .filter(point -> Double.isFinite(point[1]))
            .toList());
  }

  private void diagram(int offset, String title, List<Curve> curves) {
    double[] all =
        curves.stream().flatMap(c -> c.points().stream()).mapToDouble(p -> p[0]).toArray();
    double left = Arrays.stream(all).min().orElse(0);
    double right = Arrays.stream(all).max().orElse(1);
    double[] heights =
        curves.stream().flatMap(c -> c.points().stream()).mapToDouble(p -> p[1]).toArray();
    double least = Arrays.stream(heights).filter(h -> h > 0).min().orElse(1);
    double most = Arrays.stream(heights).max().orElse(1);
    int low = (int) Math.floor(Math.log10(least));
    int high = Math.max(low + 1, (int) Math.ceil(Math.log10(Math.max(most, least))));
    add("<g transform=\"translate(%d %d)\">\n", offset + LEFT, TOP);
    add("<text x=\"0\" y=\"-20\" font-weight=\"bold\">%s</text>\n", escaped(title));
    add("<rect width=\"%d\" height=\"%d\" fill=\"none\" stroke=\"#888888\"/>\n", WIDTH, HEIGHT);
    for (int power = low; power <= high; power++) {
      double y = HEIGHT * (high - power) / (double) (high - low);
      add(
          "<path d=\"M0 %.1fH%d\" stroke=\"#dddddd\"/><text x=\"-8\" y=\"%.1f\""
              + " text-anchor=\"end\">%s</text>\n",
          y, WIDTH, y + 4, Numbers.format(Math.pow(10, power)));
    }
    double width = right > left ? right - left : 1;
    for (double x : Arrays.stream(all).distinct().sorted().toArray()) {
      add(
          "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>\n",
          WIDTH * (x - left) / width, HEIGHT + 18, Numbers.format(x));
    }
    for (int i = 0; i < curves.size(); i++) {
      curve(curves.get(i), COLORS.get(i % COLORS.size()), left, width, low, high);
    }
    add("</g>\n");
  }

  private void curve(Curve curve, String color, double left, double width, int low, int high) {
    StringBuilder path = new StringBuilder();
    for (double[] point : curve.points()) {
      double x = WIDTH * (point[0] - left) / width;
      // No notification at all is drawn at the bottom: a logarithm has no zero.
      double power = point[1] > 0 ? Math.log10(point[1]) : low;
      double y = HEIGHT * (high - power) / (high - low);
      path.append(String.format(Locale.ROOT, "%s%.1f %.1f", path.isEmpty() ? "M" : "L", x, y));
      add("<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"%s\"/>\n", x, y, color);
    }
    if (!path.isEmpty()) {
      add(
          "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>\n",
          path.toString(), color);
    }
  }

  private StringBuilder add(String format, Object... values) {
    return svg.append(String.format(Locale.ROOT, format, values));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
