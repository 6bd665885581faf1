package dev.recur.local.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever bytes a journal's file has: the lines that were written are read and no others, or the
 * journal is damaged and says so; where it opens, it goes on.
 */
class JournalFuzzTest {

  private static final List<String> WRITTEN = List.of("one", "", "{\"\u20ac\":2}", "\ud83d\ude00");

  @TempDir Path directory;

  @Test
  void anyFile_shouldBeReadOrDamaged() throws IOException {
    ByteArrayOutputStream right = new ByteArrayOutputStream();
    WRITTEN.forEach(line -> right.writeBytes(JournalLine.encode(line)));
    Path file = directory.resolve("journal");

    assertThat(
            Fuzz.of("journal", Mutator.bytes())
                .unmeasured() // Another thread writes.
                .inputs(200)
                .seeds(right.toByteArray(), new byte[0])
                .run(
                    input -> {
                      Files.write(file, input);
                      return opened(file);
                    }))
        .containsKeys("all", "some", "damaged");
  }

  private static String opened(Path file) {
    List<String> lines;
    try {
      lines = linesOf(file, "more");
    } catch (DamagedJournalException e) {
      return "damaged";
    }
    assertThat(WRITTEN).containsAll(lines);
    List<String> again = new ArrayList<>(lines);
    again.add("more");
    assertThat(linesOf(file, "last")).isEqualTo(again);
    return lines.equals(WRITTEN) ? "all" : "some";
  }

  private static List<String> linesOf(Path file, String more) {
    List<String> lines = new ArrayList<>();
    try (Journal journal = Journal.open(file, lines::add)) {
      journal.append(List.of(more)).join();
    }
    return lines;
  }

  @Test
  void anyLine_shouldBeWholeOrNot() {
    byte[] right = JournalLine.encode("{\"type\":\"opened\"}");
    assertThat(
            Fuzz.of("journal-line", Mutator.bytes())
                .seeds(Arrays.copyOf(right, right.length - 1))
                .run(
                    input ->
                        JournalLine.decode(input)
                            .map(
                                text -> {
                                  assertThat(JournalLine.encode(text))
                                      .isEqualTo((new String(input, UTF_8) + "\n").getBytes(UTF_8));
                                  return "whole";
                                })
                            .orElse("not whole")))
        .containsKeys("whole", "not whole");
  }
}
