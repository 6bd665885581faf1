package dev.recur.billing.domain;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The states and what leads from one to another, in Mermaid, drawn from the table. */
final class StateDiagram {
  /** What so many live states have in common is drawn once, for all of them. */
  private static final int COMMON_MIN = 6;

  private final StateTable table;

  StateDiagram(StateTable table) {
    this.table = table;
  }

  /**
   * An arrow.
   *
   * @param from a state's name, or that of all live ones
   */
  private record Arrow(String from, LifeState to) {}

  String text() {
    return "```mermaid\nstateDiagram-v2\n"
        + "  state \"any state between approval and end\" as LIVE\n"
        + Stream.of(LifeState.values())
            .map(state -> "  state \"" + state.title() + "\" as " + state + "\n")
            .collect(joining())
        + "  [*] --> UNBORN\n"
        + arrows().entrySet().stream()
            .map(
                arrow ->
                    "  "
                        + arrow.getKey().from()
                        + " --> "
                        + arrow.getKey().to()
                        + " : "
                        + String.join(", ", arrow.getValue())
                        + "\n")
            .collect(joining())
        + "```\n";
  }

  private Map<Arrow, List<String>> arrows() {
    Map<String, Map<LifeState, Set<LifeState>>> sources = new LinkedHashMap<>();
    for (LifeState from : LifeState.values()) {
      for (Stimulus stimulus : Stimulus.values()) {
        note(sources, stimulus.words(), from, table.of(from, stimulus));
      }
      for (DueKind kind : DueKind.values()) {
        note(sources, kind.words(), from, table.of(from, kind));
      }
    }
    Map<Arrow, List<String>> arrows = new LinkedHashMap<>();
    sources.forEach(
        (words, targets) ->
            targets.forEach(
                (to, from) ->
                    drawn(from, to)
                        .forEach(
                            arrow ->
                                arrows.computeIfAbsent(arrow, _ -> new ArrayList<>()).add(words))));
    return arrows;
  }

  private static void note(
      Map<String, Map<LifeState, Set<LifeState>>> sources,
      String words,
      LifeState from,
      Collection<StateTable.Outcome> outcomes) {
    for (StateTable.Outcome outcome : outcomes) {
      if (outcome.then() != from) {
        sources
            .computeIfAbsent(words, _ -> new LinkedHashMap<>())
            .computeIfAbsent(outcome.then(), _ -> EnumSet.noneOf(LifeState.class))
            .add(from);
      }
    }
  }

  private static List<Arrow> drawn(Set<LifeState> from, LifeState to) {
    boolean common = from.stream().filter(LifeState::isLive).count() >= COMMON_MIN;
    List<Arrow> arrows = new ArrayList<>();
    if (common) {
      arrows.add(new Arrow("LIVE", to));
    }
    from.stream()
        .filter(state -> !common || !state.isLive())
        .forEach(state -> arrows.add(new Arrow(state.name(), to)));
    return arrows;
  }
}
