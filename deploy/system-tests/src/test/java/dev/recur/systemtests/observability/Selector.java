package dev.recur.systemtests.observability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric that a rule asks Prometheus for.
 *
 * @param text as the rule has it: {@code name} or {@code name{label="value"}}
 * @param labels what each has to be
 */
record Selector(String text, String name, Map<String, Pattern> labels) {

  /** An expression of a rule, as far as the rule's next field. */
  private static final Pattern EXPRESSION =
      Pattern.compile("^ +expr:(.*?)(?=^ +(?:- )?[a-z]+:)", Pattern.MULTILINE | Pattern.DOTALL);

  /**
   * A metric's name has an underscore, and is no function's; one with a colon is another rule's.
   */
  private static final Pattern METRIC =
      Pattern.compile("(?<![\\w:])([a-z]+(?:_[a-z]+)+)(?:\\{([^}]*)})?(?![\\w:({])");

  private static final Pattern LABEL = Pattern.compile("(\\w+)(=~?)\"([^\"]*)\"");

  /**
   * Those of a file of rules.
   *
   * @throws IllegalArgumentException when a rule asks for none and for no other rule
   */
  static List<Selector> of(String rules) {
    List<Selector> selectors = new ArrayList<>();
    List<String> expressions =
        EXPRESSION.matcher(rules).results().map(found -> found.group(1)).toList();
    for (String expression : expressions) {
      List<Selector> found = METRIC.matcher(expression).results().map(Selector::of).toList();
      if (found.isEmpty() && !expression.contains("recur:")) {
        throw new IllegalArgumentException("No metric can be told apart in" + expression);
      }
      selectors.addAll(found);
    }
    return selectors;
  }

  private static Selector of(MatchResult metric) {
    Map<String, Pattern> labels = new HashMap<>();
    if (metric.group(2) != null) {
      LABEL
          .matcher(metric.group(2))
          .results()
          .forEach(
              label ->
                  labels.put(
                      label.group(1),
                      Pattern.compile(
                          label.group(2).equals("=")
                              ? Pattern.quote(label.group(3))
                              : label.group(3))));
    }
    return new Selector(metric.group(), metric.group(1), Map.copyOf(labels));
  }

  /** The same with labels that are only there, whatever they say. */
  Selector whateverItsLabelsSay() {
    Map<String, Pattern> any = new HashMap<>();
    labels.keySet().forEach(label -> any.put(label, Pattern.compile(".+")));
    return new Selector(text, name, Map.copyOf(any));
  }

  /** Whether a line of what Prometheus is shown is one of it. */
  boolean selects(String line) {
    int end = line.indexOf('{') < 0 ? line.indexOf(' ') : line.indexOf('{');
    if (end < 0 || !line.substring(0, end).equals(name)) {
      return false;
    }
    Map<String, String> shown = new HashMap<>();
    Matcher label = LABEL.matcher(line.substring(end));
    while (label.find()) {
      shown.put(label.group(1), label.group(3));
    }
    return labels.entrySet().stream()
        .allMatch(
            wanted -> wanted.getValue().matcher(shown.getOrDefault(wanted.getKey(), "")).matches());
  }
}
