package dev.recur.local.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

  @TempDir Path directory;

  @Test
  void append_reopened_shouldReplayInOrder() {
    Path file = directory.resolve("j/journal");
    List<String> lines = IntStream.range(0, 5_000).mapToObj(i -> "line " + i).toList();
    try (Journal journal = Journal.open(file, _ -> {})) {
      CompletableFuture.allOf(
              lines.stream()
                  .map(line -> journal.append(List.of(line)))
                  .toArray(CompletableFuture[]::new))
          .join();
    }
    assertThat(replayed(file)).isEqualTo(lines);
  }

  @Test
  @Timeout(10)
  void close_again_shouldReturn_andKeepNothingMore() {
    Path file = directory.resolve("journal");
    Journal journal = Journal.open(file, _ -> {});
    journal.append(List.of("before")).join();
    journal.close();
    journal.close();
    assertThat(journal.append(List.of("after")))
        .failsWithin(Duration.ofSeconds(5))
        .withThrowableThat()
        .withMessageContaining("The journal is closed");
    assertThat(replayed(file)).containsExactly("before");
  }

  @Test
  void open_cutAtEveryByte_shouldKeepTheWholeLinesAndGoOn() throws Exception {
    Path file = directory.resolve("journal");
    List<String> lines = List.of("", "one", "zwölf Boxkämpfer", "{\"a\":1}");
    append(file, lines);
    byte[] whole = Files.readAllBytes(file);
    for (int cut = 0; cut <= whole.length; cut++) {
      Files.write(file, Arrays.copyOf(whole, cut));
      List<String> kept = replayed(file);
      assertThat(lines.subList(0, kept.size())).as("cut at %d", cut).isEqualTo(kept);
      assertThat(kept).hasSize(wholeLines(whole, cut));

      append(file, List.of("after"));
      List<String> expected = new ArrayList<>(kept);
      expected.add("after");
      assertThat(replayed(file)).as("cut at %d", cut).isEqualTo(expected);
    }
  }

  @Test
  void open_garbageAtTheEnd_shouldDropIt() throws Exception {
    Path file = directory.resolve("journal");
    append(file, List.of("one", "two"));
    byte[] whole = Files.readAllBytes(file);
    byte[] zeros = Arrays.copyOf(whole, whole.length + 4096);
    zeros[whole.length + 100] = '\n';
    Files.write(file, zeros);
    assertThat(replayed(file)).containsExactly("one", "two");
    assertThat(Files.size(file)).isEqualTo(whole.length);
  }

  @Test
  void open_damagedInTheMiddle_shouldRefuse() throws Exception {
    Path file = directory.resolve("journal");
    append(file, List.of("one", "two", "three"));
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> replayed(file))
        .isInstanceOf(DamagedJournalException.class)
        .hasMessageContaining("up --fresh");
  }

  private static int wholeLines(byte[] bytes, int cut) {
    return (int) IntStream.range(0, cut).filter(i -> bytes[i] == '\n').count();
  }

  private static void append(Path file, List<String> lines) {
    try (Journal journal = Journal.open(file, _ -> {})) {
      journal.append(lines).join();
    }
  }

  private static List<String> replayed(Path file) {
    List<String> lines = new ArrayList<>();
    Journal.open(file, lines::add).close();
    return lines;
  }
}
