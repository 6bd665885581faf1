package dev.recur.billing.domain;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every input in every state, each cell exercised by a real history; and the page that is generated
 * from what was found.
 */
class StatesTest {
  private static final Path PAGE = Path.of("../deploy/docs/states.md");
  private static final String BEGIN = "<!-- states: generated from the rules -->\n";
  private static final String END = "<!-- /states -->";

  private static final StateTable TABLE = StateTable.exercised();

  @Test
  void everyCell_shouldBeExercised() {
    assertThat(TABLE.missing())
        .as("Cells that no history reaches: give Route one that does.")
        .isEmpty();
  }

  /** Else the page would leave out something that can happen. */
  @Test
  void nothingElse_shouldFallDue() {
    assertThat(TABLE.undeclared())
        .as("Due items that LifeState does not name for their state")
        .isEmpty();
  }

  /** A new kind of input is a column that is missing. */
  @Test
  void everyKindOfInput_shouldBeAColumn() {
    Set<Class<?>> covered = Stream.of(Stimulus.values()).map(Stimulus::covers).collect(toSet());
    assertThat(covered)
        .isEqualTo(
            Stream.concat(leaves(Input.Command.class), leaves(ChannelOutcome.class))
                .collect(toSet()));
    assertThat(Stream.of(DueKind.values()).map(DueKind::item).collect(toSet()))
        .isEqualTo(leaves(Agenda.Item.class).collect(toSet()));
    assertThat(Input.class.getPermittedSubclasses())
        .containsExactlyInAnyOrder(Input.Command.class, Input.ChannelAnswer.class, Input.Due.class);
  }

  /** Nothing can happen that the table does not show. */
  @Test
  void everyEvent_shouldBeInSomeCell() {
    assertThat(TABLE.events())
        .containsExactlyInAnyOrderElementsOf(
            leaves(Event.class).map(Class::getSimpleName).collect(toSet()));
  }

  /** Refused, with a code and a sentence that says what to do. */
  @Test
  void everyRefusal_shouldSayWhatToDo() {
    for (LifeState state : LifeState.values()) {
      for (Stimulus stimulus : Stimulus.values()) {
        assertThat(TABLE.of(state, stimulus))
            .as("%s × %s", state, stimulus)
            .allSatisfy(
                outcome -> {
                  boolean answered = outcome.answer().isPresent() || !outcome.events().isEmpty();
                  boolean asks = Input.Command.class.isAssignableFrom(stimulus.covers());
                  boolean settles = stimulus.covers() == Input.Command.SettleChange.class;
                  assertThat(answered || !asks || settles).isTrue();
                  outcome.answer().ifPresent(answer -> assertThat(answer.message()).endsWith("."));
                });
      }
    }
  }

  @Test
  void page_shouldSayWhatTheRulesDo() throws IOException {
    String text = Files.readString(PAGE);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(begin).isGreaterThanOrEqualTo(BEGIN.length());
    assertThat(end).isGreaterThanOrEqualTo(begin);
    String generated = new StatesPage(TABLE).text();
    if (Boolean.getBoolean("recur.states.write")) {
      Files.writeString(PAGE, text.substring(0, begin) + generated + text.substring(end));
    } else {
      assertThat(text.substring(begin, end))
          .as(
              "The states of deploy/docs/states.md; to write them: ./mvnw -q -pl billing-worker -am"
                  + " test -Dtest=StatesTest -Dsurefire.failIfNoSpecifiedTests=false"
                  + " -Drecur.states.write=true")
          .isEqualTo(generated);
    }
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    return type.isSealed()
        ? Stream.of(type.getPermittedSubclasses()).flatMap(StatesTest::leaves)
        : Stream.of(type);
  }
}
