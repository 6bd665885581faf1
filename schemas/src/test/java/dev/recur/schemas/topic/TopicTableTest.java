package dev.recur.schemas.topic;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The table in this module's README is the catalogue's. */
class TopicTableTest {

  private static final Path README = Path.of("README.md");
  private static final String BEGIN = "<!-- topics: generated from the catalogue -->\n";
  private static final String END = "<!-- /topics -->";

  @Test
  void readme_shouldHoldTheCataloguesTable() throws IOException {
    String text = Files.readString(README);
    int begin = text.indexOf(BEGIN) + BEGIN.length();
    int end = text.indexOf(END);
    assertThat(begin).isGreaterThanOrEqualTo(BEGIN.length());
    assertThat(end).isGreaterThanOrEqualTo(begin);
    if (Boolean.getBoolean("recur.topics.write")) {
      Files.writeString(README, text.substring(0, begin) + table() + text.substring(end));
    } else {
      assertThat(text.substring(begin, end))
          .as(
              "The topic table of schemas/README.md; to write it:"
                  + " ./mvnw -q -pl schemas test -Dtest=TopicTableTest -Drecur.topics.write=true")
          .isEqualTo(table());
    }
  }

  private static String table() {
    String head =
        """

        | topic | holds | key | value | partitions | kept | time | compatibility |
        |---|---|---|---|---|---|---|---|
        """;
    return Topics.all().stream().map(TopicTableTest::row).collect(joining("", head, "\n"));
  }

  private static String row(TopicSpec<?> topic) {
    return "| `%s`%s | %s | %s | %s | %s | %s | %s | %s |%n"
        .formatted(
            topic.name(),
            topic.isPublic() ? " (public)" : "",
            topic.holds(),
            topic.key(),
            topic.valueType().getSimpleName(),
            topic.partitions().inWords(),
            topic.retention().inWords(),
            topic.timestamps().configValue(),
            topic.compatibility());
  }
}
