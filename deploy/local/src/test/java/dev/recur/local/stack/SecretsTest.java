package dev.recur.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

  @TempDir Path root;

  @Test
  void of_aSecondTime_shouldBeTheSame() {
    try (RunDirectory directory = RunDirectory.open(root)) {
      assertThat(Secrets.of(directory)).isEqualTo(Secrets.of(directory));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{\"masterKey\":", "{}", "{\"masterKey\": \"AA==\"}"})
  void of_aDamagedFile_shouldSayWhatToDoAndLeaveIt(String content) throws Exception {
    try (RunDirectory directory = RunDirectory.open(root)) {
      Path file = Files.writeString(directory.of("secrets.json"), content);
      assertThatThrownBy(() -> Secrets.of(directory))
          .isInstanceOf(StackException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("--fresh");
      assertThat(file).hasContent(content);
    }
  }

  @Test
  void of_aDiskThatTakesNothing_shouldSayWhatToDo() throws Exception {
    try (RunDirectory directory = RunDirectory.open(root)) {
      // Where the file is written first lies what cannot be taken away.
      Files.createDirectories(directory.of("secrets.json.part").resolve("x"));
      assertThatThrownBy(() -> Secrets.of(directory))
          .isInstanceOf(StackException.class)
          .hasMessageContaining("make room there, or set RECUR_RUN_DIR");
    }
  }
}
