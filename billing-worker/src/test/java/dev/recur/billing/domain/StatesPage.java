package dev.recur.billing.domain;

import static java.util.stream.Collectors.joining;

import dev.recur.billing.domain.StateTable.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The generated part of {@code deploy/docs/states.md}. */
final class StatesPage {
  private final StateTable table;

  StatesPage(StateTable table) {
    this.table = table;
  }

  String text() {
    return "\n## The states\n\n"
        + states()
        + "\n## How one leads to another\n\n"
        + new StateDiagram(table).text()
        + "\n## What each input does\n\n"
        + LEGEND
        + "\nCommands:\n\n"
        + inputs(false)
        + "\nAnswers of the channel; in a state in which none is awaited they repeat the last one:\n\n"
        + inputs(true)
        + "\nMoments that fall due; where none is named it cannot fall due, and a stale one does"
        + " nothing:\n\n"
        + dues()
        + "\n## In detail\n\n"
        + "Every outcome that was found, with the events it is told by. What does nothing and is"
        + " answered with nothing is left out.\n"
        + Stream.of(LifeState.values()).map(this::detail).collect(joining());
  }

  private static final String LEGEND =
      """
      | sign | |
      |---|---|
      | ● | something follows |
      | ✓ | accepted, and nothing follows: it is so already |
      | ✗ | refused, with the reason |
      | ↻ | not now: the same request is to be sent again |
      | · | nothing |

      Several signs: it depends on more than the state. The details are below.
      """;

  private static String states() {
    return "| state | meaning |\n|---|---|\n"
        + Stream.of(LifeState.values())
            .map(state -> "| " + state.title() + " | " + state.meaning() + " |\n")
            .collect(joining());
  }

  private String inputs(boolean ofChannel) {
    List<Stimulus> columns =
        Stream.of(Stimulus.values()).filter(s -> s.ofChannel() == ofChannel).toList();
    return matrix(
        columns.stream().map(Stimulus::words).toList(),
        state -> columns.stream().map(column -> signs(table.of(state, column))).toList());
  }

  private String dues() {
    List<DueKind> columns = List.of(DueKind.values());
    return matrix(
        columns.stream().map(DueKind::words).toList(),
        state ->
            columns.stream()
                .map(kind -> table.of(state, kind).isEmpty() ? "" : signs(table.of(state, kind)))
                .toList());
  }

  private interface Row {
    List<String> of(LifeState state);
  }

  private static String matrix(List<String> columns, Row row) {
    return "| in | "
        + String.join(" | ", columns)
        + " |\n|---|"
        + ":-:|".repeat(columns.size())
        + "\n"
        + Stream.of(LifeState.values())
            .map(state -> "| " + state.title() + " | " + String.join(" | ", row.of(state)) + " |\n")
            .collect(joining());
  }

  private static String signs(Collection<Outcome> outcomes) {
    return outcomes.stream().map(StatesPage::sign).distinct().collect(joining());
  }

  private static String sign(Outcome outcome) {
    boolean refused = outcome.events().equals(List.of("CommandRefused"));
    if (!outcome.events().isEmpty() && !refused) {
      return "●";
    }
    if (outcome.answer().isEmpty()) {
      return "·";
    }
    Answer answer = outcome.answer().get();
    boolean again =
        answer.status() == Answer.Status.UNKNOWN
            || answer.code().equals(Answer.duringPayment().code());
    return answer.succeeded() ? "✓" : again ? "↻" : "✗";
  }

  private String detail(LifeState state) {
    Map<Outcome, List<String>> rows = new LinkedHashMap<>();
    for (Stimulus stimulus : Stimulus.values()) {
      table
          .of(state, stimulus)
          .forEach(o -> rows.computeIfAbsent(o, _ -> new ArrayList<>()).add(stimulus.words()));
    }
    for (DueKind kind : DueKind.values()) {
      table
          .of(state, kind)
          .forEach(o -> rows.computeIfAbsent(o, _ -> new ArrayList<>()).add(kind.words()));
    }
    return "\n### "
        + state.title()
        + "\n\n| input | answer | events | then |\n|---|---|---|---|\n"
        + rows.entrySet().stream()
            .filter(row -> row.getKey().answer().isPresent() || !row.getKey().events().isEmpty())
            .map(row -> line(state, row.getKey(), row.getValue()))
            .collect(joining());
  }

  private static String line(LifeState from, Outcome outcome, List<String> inputs) {
    return "| "
        + String.join(", ", inputs)
        + " | "
        + outcome.answer().map(Answer::code).orElse("")
        + " | "
        + String.join(", ", outcome.events())
        + " | "
        + (outcome.then() == from ? "" : outcome.then().title())
        + " |\n";
  }
}
