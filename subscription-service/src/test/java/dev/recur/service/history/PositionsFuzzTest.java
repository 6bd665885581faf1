package dev.recur.service.history;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whatever a reader sends back as its place: it is one, or was never given. */
class PositionsFuzzTest {

  @Test
  void anyText_shouldBeAPlaceOrNone() {
    assertThat(
            Fuzz.of("positions", Mutator.text("AQ", "AQAAAAAAAAAAAAA", "__", "=="))
                .seeds(
                    Positions.START.text(),
                    new Positions(Map.of(0, 0L, 3, 77L, 255, Long.MAX_VALUE)).text())
                .run(PositionsFuzzTest::outcome))
        .containsKeys("a place", "none");
  }

  private static String outcome(byte[] text) {
    return Positions.parse(new String(text, UTF_8))
        .map(
            read -> {
              assertThat(Positions.parse(read.text())).contains(read);
              return "a place";
            })
        .orElse("none");
  }
}
