package dev.recur.schemas.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas keep what they promised to readers that have long been deployed. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SchemaHistoryTest {

  private static final String COMMAND =
      "./mvnw -q -pl schemas test -Dtest=SchemaHistoryTest -Drecur.schemas=";

  /** First, because it may write what the others read. */
  @Order(1)
  @ParameterizedTest
  @MethodSource("topics")
  void newestVersion_shouldBeTheCurrentSchema(TopicSpec<?> topic) {
    SchemaHistory history = new SchemaHistory(topic);
    if (!history.isUpToDate()) {
      switch (Objects.requireNonNullElse(System.getProperty("recur.schemas"), "")) {
        case "append" -> history.append();
        case "replace" -> history.replaceNewest();
        default -> {
          // The assertion says what to do.
        }
      }
    }
    assertThat(history.isUpToDate())
        .withFailMessage(
            "The schema of %s is not the newest version in src/main/resources/schemas/%s."
                + " To append it as a new version: %sappend. When the newest version was never"
                + " released, to put this in its place: %sreplace. Commit the file.",
            topic.name(), topic.name(), COMMAND, COMMAND)
        .isTrue();
    assertThat(history.strays()).as("files that are no version, or come after a gap").isEmpty();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void everyVersion_shouldKeepTheTopicsCompatibility(TopicSpec<?> topic) {
    List<Schema> versions = new SchemaHistory(topic).versions();
    assertThat(versions).isNotEmpty();
    for (int i = 1; i < versions.size(); i++) {
      assertThat(
              SchemaRules.evolution(versions.get(i), versions.subList(0, i), topic.compatibility()))
          .as("%s v%s, %s", topic.name(), i + 1, topic.compatibility())
          .isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("topics")
  void currentSchema_shouldKeepTheTopicsCompatibility(TopicSpec<?> topic) {
    SchemaHistory history = new SchemaHistory(topic);
    assertThat(SchemaRules.evolution(history.current(), history.versions(), topic.compatibility()))
        .as("%s against its history, %s", topic.name(), topic.compatibility())
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("topics")
  void currentSchema_shouldBeDocumentedAndOpenToChange(TopicSpec<?> topic) {
    assertThat(SchemaRules.shape(new SchemaHistory(topic).current())).isEmpty();
  }

  static List<TopicSpec<?>> topics() {
    return Topics.all();
  }
}
