package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What follows from every input in every state, found out by confronting real histories with it.
 * Each cell holds all outcomes that were found, the plainest first.
 */
final class StateTable {
  /** How far a state is followed to see what falls due in it. */
  private static final int DUE_ITEMS_MAX = 24;

  private final Map<LifeState, Map<Stimulus, Set<Outcome>>> inputs = new EnumMap<>(LifeState.class);
  private final Map<LifeState, Map<DueKind, Set<Outcome>>> dues = new EnumMap<>(LifeState.class);

  /**
   * What follows.
   *
   * @param answer code of the answer; empty when there is none, or not yet
   * @param events names of the events, in order, each once
   * @param then where it leads
   */
  record Outcome(Optional<Answer> answer, List<String> events, LifeState then) {}

  static StateTable exercised() {
    StateTable table = new StateTable();
    for (Route route : Routes.all()) {
      assertThat(LifeState.of(route.play().state()))
          .as("a route leads where it says")
          .isEqualTo(route.to());
      table.exercise(route);
    }
    return table;
  }

  Set<Outcome> of(LifeState state, Stimulus stimulus) {
    return inputs.getOrDefault(state, Map.of()).getOrDefault(stimulus, Set.of());
  }

  Set<Outcome> of(LifeState state, DueKind kind) {
    return dues.getOrDefault(state, Map.of()).getOrDefault(kind, Set.of());
  }

  /** Cells of inputs without an outcome, by name. */
  Set<String> missing() {
    Set<String> missing = new TreeSet<>();
    for (LifeState state : LifeState.values()) {
      for (Stimulus stimulus : Stimulus.values()) {
        if (of(state, stimulus).isEmpty()) {
          missing.add(state + " × " + stimulus);
        }
      }
      for (DueKind kind : state.dues()) {
        if (of(state, kind).isEmpty()) {
          missing.add(state + " × due " + kind);
        }
      }
    }
    return missing;
  }

  /** Cells of due items that have an outcome though the state does not say that it has them. */
  Set<String> undeclared() {
    Set<String> undeclared = new TreeSet<>();
    dues.forEach(
        (state, cells) ->
            cells.keySet().stream()
                .filter(kind -> !state.dues().contains(kind))
                .forEach(kind -> undeclared.add(state + " × due " + kind)));
    return undeclared;
  }

  /** Names of all events that were told. */
  Set<String> events() {
    Set<String> events = new TreeSet<>();
    Stream.concat(inputs.values().stream(), dues.values().stream())
        .flatMap(cells -> cells.values().stream())
        .flatMap(Set::stream)
        .forEach(outcome -> events.addAll(outcome.events()));
    return events;
  }

  private void exercise(Route route) {
    for (Stimulus stimulus : Stimulus.values()) {
      Diary diary = route.play().channelSilent();
      Outcome outcome = outcome(diary, stimulus.input(diary, route.created()));
      inputs
          .computeIfAbsent(route.to(), _ -> new EnumMap<>(Stimulus.class))
          .computeIfAbsent(stimulus, _ -> new LinkedHashSet<>())
          .add(outcome);
    }
    for (int steps = 0; steps < DUE_ITEMS_MAX; steps++) {
      Diary diary = route.play();
      for (int taken = 0; taken < steps; taken++) {
        takeNext(diary);
      }
      Optional<Agenda.Item> next = Agenda.next(diary.state());
      if (next.isEmpty() || LifeState.of(diary.state()) != route.to()) {
        return;
      }
      diary.channelSilent();
      dues.computeIfAbsent(route.to(), _ -> new EnumMap<>(DueKind.class))
          .computeIfAbsent(DueKind.of(next.get()), _ -> new LinkedHashSet<>())
          .add(outcome(diary, new Input.Due(next.get().dueAt())));
    }
  }

  private static void takeNext(Diary diary) {
    Instant dueAt = Agenda.nextDueAt(diary.state()).orElseThrow();
    diary.take(new Input.Due(dueAt), later(dueAt, diary.reached()));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private static Outcome outcome(Diary diary, Input input) {
    int told = diary.all().size();
    Instant at =
        input instanceof Input.Due(Instant dueAt) ? later(dueAt, diary.reached()) : diary.reached();
    Optional<Answer> answer = diary.take(input, at);
    List<String> events =
        diary.all().subList(told, diary.all().size()).stream()
            .map(event -> event.getClass().getSimpleName())
            .distinct()
            .toList();
    return new Outcome(answer, events, LifeState.of(diary.state()));
  }
}
