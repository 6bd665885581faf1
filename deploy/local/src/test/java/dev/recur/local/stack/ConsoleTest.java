package dev.recur.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ConsoleTest {

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(said, true, UTF_8);
  private final Console console = new Console(out, out);

  @Test
  void outUntil_over_shouldDropWhatIsPrintedThere_andNothingElse() {
    AtomicBoolean over = new AtomicBoolean();
    PrintStream played = console.outUntil(over::get);
    played.printf("played: %s%n", "3 €");
    over.set(true);
    played.println("cut off");
    played.write('x');
    console.line("ended");
    assertThat(said.toString(UTF_8)).isEqualToNormalizingNewlines("played: 3 €\nended\n");
  }
}
