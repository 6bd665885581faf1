package dev.recur.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class UpTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** A script keeps what the demo says, and a person still sees why there is none. */
  @Test
  void whyNothingGoesOn_shouldBeAnError() {
    Console console = new Console(print(out), print(err));

    int code = new CommandLine(new Up(console)).execute("--demo-only", "--no-demo");

    assertThat(code).isEqualTo(2);
    assertThat(err.toString(UTF_8)).contains("exclude each other");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  private static PrintStream print(ByteArrayOutputStream to) {
    return new PrintStream(to, true, UTF_8);
  }
}
