package dev.recur.notifier.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.state.AuditState;
import dev.recur.notifier.state.ContextState;
import dev.recur.notifier.state.LaneState;
import dev.recur.notifier.state.PendingState;
import dev.recur.notifier.state.TurnState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaFormatter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every schema of the state is kept, and what an older version wrote is read. */
class StateHistoryTest {

  private static final Path RESOURCES = Path.of("src/main/resources/state");

  private static final Map<StateHistory, Schema> CURRENT =
      Map.of(
          StateHistory.CONTEXT, ContextState.getClassSchema(),
          StateHistory.PENDING, PendingState.getClassSchema(),
          StateHistory.TURN, TurnState.getClassSchema(),
          StateHistory.LANE, LaneState.getClassSchema(),
          StateHistory.AUDIT, AuditState.getClassSchema());

  @Test
  void everyKind_shouldBeChecked() {
    assertThat(CURRENT.keySet()).containsExactlyInAnyOrderElementsOf(StateHistory.all());
  }

  @ParameterizedTest
  @MethodSource("dev.recur.notifier.streams.StateHistory#all")
  void newestVersion_shouldBeTheCurrentSchema(StateHistory history) throws IOException {
    String current = SchemaFormatter.format("json/pretty", CURRENT.get(history)) + "\n";
    Path newest = RESOURCES.resolve("%s-v%d.avsc".formatted(history.name(), history.count()));
    if (Boolean.getBoolean("state.update")) {
      Files.writeString(newest, current);
    }

    assertThat(Files.readString(newest))
        .withFailMessage(
            "state.avdl and %s differ. When that version was released, count one more in"
                + " StateHistory and copy it to the next number. Then run this test with"
                + " -Dstate.update=true and commit the file.",
            newest)
        .isEqualTo(current);
  }

  @ParameterizedTest
  @MethodSource("dev.recur.notifier.streams.StateHistory#all")
  void everyVersion_shouldBeReadable(StateHistory history) {
    for (Schema version : history.versions()) {
      assertThat(
              SchemaCompatibility.checkReaderWriterCompatibility(CURRENT.get(history), version)
                  .getType())
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
  }
}
