package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.signature.Keys;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.List;
import org.junit.jupiter.api.Test;

class PerformanceTest {

  /** A play that is never begun here. */
  private static final class LeapYears extends Play {
    private LeapYears() {
      super("Not the title", "2028-02-29T10:00:00+08:00");
    }

    @Override
    protected void play(Stage stage) {
      throw new AssertionError("There is no stage");
    }
  }

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, UTF_8);

  @Test
  void name_shouldBeThatOfTheClass() {
    assertThat(new LeapYears().name()).isEqualTo("leap-years");
  }

  @Test
  void playThatStops_shouldShowWhyAndWhatIsMissing() {
    try (Loopback http = new Loopback()) {
      Performance performance =
          Performance.of(new LeapYears(), Stage.Scenery.of(nowhere(), http), false);
      assertThat(performance.isAsExpected()).isFalse();
      performance.print(out);
      performance.lookBack(out);
      List<String> expected = Expectation.lines("leap-years");
      assertThat(printed.toString(UTF_8))
          .contains("The play stopped here. No answer from http://127.0.0.1:1/")
          .contains("The diary of leap-years is not as it must be:")
          .contains("actual,   line   1: Not the title")
          .doesNotContain("what nobody waited for");
      for (int i = 0; i < expected.size(); i++) {
        assertThat(printed.toString(UTF_8))
            .contains("expected, line %3d: %s".formatted(i + 1, expected.get(i)));
      }
    }
  }

  @Test
  void noStack_shouldBeFalseAndSaySo() {
    Path nowhere = Path.of("no-such-stack.json");
    assertThat(new Demo(nowhere, List.of(new LeapYears()), out, false).play()).isFalse();
    assertThat(printed.toString(UTF_8)).contains("no-such-stack.json");
  }

  /** Nobody listens there. */
  private static Stack nowhere() {
    URI url = URI.create("http://127.0.0.1:1/");
    KeyPair keys = Keys.generate();
    Credentials merchant = new Credentials("M", keys.getPrivate(), keys.getPublic());
    return new Stack(url, url, "", merchant, url, url, url, url, "", url, url);
  }
}
