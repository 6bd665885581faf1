package dev.recur.benchmark.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A result as a picture: the figures of each unit on one scale from zero, a dot for each sample and
 * a bar to the median; then the ratios, each on a scale of its goal.
 */
final class Plot {

  private static final int WIDTH = 960;
  private static final int LABEL = 470;
  private static final int BAR = 380;
  private static final int ROW = 22;
  private static final int MARGIN = 16;

  /** Where a goal stands, as part of the width. */
  private static final double GOAL_AT = 0.5;

  private final List<String> shapes = new ArrayList<>();
  private int y = MARGIN + ROW;

  private Plot() {}

  /** As SVG. */
  static String svg(Result result) {
    Plot plot = new Plot();
    plot.heading(result.name());
    Map<String, List<Figure>> byUnit = new LinkedHashMap<>();
    for (Figure figure : result.figures()) {
      byUnit.computeIfAbsent(figure.unit(), _ -> new ArrayList<>()).add(figure);
    }
    byUnit.forEach(plot::figures);
    plot.ratios(result.ratios());
    return String.format(
        Locale.ROOT,
        """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="13">
        <rect width="100%%" height="100%%" fill="#fff"/>
        %s</svg>
        """,
        WIDTH,
        plot.y + MARGIN,
        String.join("", plot.shapes));
  }

  private void figures(String unit, List<Figure> figures) {
    heading(unit);
    double most = figures.stream().mapToDouble(Figure::max).max().orElseThrow();
    for (Figure figure : figures) {
      label(figure.name());
      bar(part(figure.median(), most), "#8ab");
      for (double sample : figure.samples()) {
        shape(
            "<circle cx=\"%.1f\" cy=\"%d\" r=\"3\" fill=\"#246\"/>",
            LABEL + BAR * part(sample, most), y - 5);
      }
      value(number(figure.median()));
    }
  }

  private void ratios(List<Ratio> ratios) {
    heading("ratios, and what they have to be");
    for (Ratio ratio : ratios) {
      label(ratio.name());
      double goal = ratio.goal().map(Goal::value).orElse(1.0);
      bar(
          Math.clamp(ratio.value() / goal * GOAL_AT, 0, 1),
          switch (ratio.verdict()) {
            case NO_GOAL, DOES_NOT_COUNT -> "#bbb";
            case MET -> "#7b7";
            case MISSED -> "#d77";
          });
      if (ratio.goal().isPresent()) {
        double at = LABEL + BAR * GOAL_AT;
        shape(
            "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#000\"/>",
            at, y - ROW + 6, at, y + 2);
      }
      value(number(ratio.value()) + ratio.goal().map(it -> " (" + it.inWords() + ")").orElse(""));
    }
  }

  private static double part(double value, double most) {
    return most <= 0 ? 0 : Math.clamp(value / most, 0, 1);
  }

  private void heading(String text) {
    shape("<text x=\"%d\" y=\"%d\" font-weight=\"bold\">%s</text>", MARGIN, y, escaped(text));
    y += ROW;
  }

  private void label(String text) {
    shape("<text x=\"%d\" y=\"%d\">%s</text>", MARGIN, y, escaped(text));
  }

  private void bar(double part, String colour) {
    shape(
        "<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"12\" fill=\"%s\"/>",
        LABEL, y - 11, BAR * part, colour);
  }

  /** Ends the row. */
  private void value(String text) {
    shape("<text x=\"%d\" y=\"%d\">%s</text>", LABEL + BAR + 8, y, escaped(text));
    y += ROW;
  }

  // The annotation it asks for would be one more library.
  @SuppressWarnings("AnnotateFormatMethod")
  private void shape(String format, Object... values) {
    shapes.add(String.format(Locale.ROOT, format, values) + "\n");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 100 ? "%.0f" : "%.2f", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
