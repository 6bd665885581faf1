package dev.recur.notifier.sender;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import java.time.Instant;
import java.util.Optional;
import okhttp3.Headers;
import okio.ByteString;
import org.junit.jupiter.api.Test;

/** Whatever a receiver answers: it acknowledges, or does not, and says why in one short line. */
class AnswersFuzzTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  @Test
  void anyBody_shouldAcknowledgeOrNot() {
    assertThat(
            Fuzz.of("acknowledgement", Mutator.json("result", "resultStatus", "S", "F", "U"))
                .seeds(
                    """
                    {"result":{"resultCode":"SUCCESS","resultStatus":"S","resultMessage":"success"}}""",
                    """
                    {"more":[{"result":{"resultStatus":"F"}}],"result":{"resultStatus":"F"}}""")
                .run(
                    input -> {
                      Optional<Failure> missing =
                          Acknowledgement.RESULT_S.missing(ByteString.of(input));
                      missing.ifPresent(
                          failure -> assertThat(failure.toString()).hasSizeLessThan(200));
                      if (missing.isEmpty()) {
                        assertThat(new String(input, UTF_8)).contains("S");
                      }
                      return missing.isEmpty() ? "acknowledged" : "not";
                    }))
        .containsKeys("acknowledged", "not");
  }

  @Test
  void anyRetryAfter_shouldBeATimeThatIsHeeded_orNone() {
    assertThat(
            Fuzz.of("retry-after", Mutator.text("GMT", "Sat", "-", ":", "21", "Nov"))
                .seeds(
                    "120",
                    "Sat, 21 Nov 2026 10:05:00 GMT",
                    "Saturday, 21-Nov-26 10:05:00 GMT",
                    "Sat Nov 21 10:05:00 2026")
                .run(
                    input -> {
                      Optional<Instant> asked = RetryAfter.of(header(input), NOW);
                      asked.ifPresent(
                          time ->
                              assertThat(time)
                                  .isBetween(NOW.plusNanos(1), NOW.plus(RetryAfter.MAX)));
                      return asked.isPresent() ? "a time" : "none";
                    }))
        .containsKeys("a time", "none");
  }

  /** As the client makes them of what came: it does not take line breaks. */
  private static Headers header(byte[] input) {
    String line = new String(input, UTF_8).replaceAll("[\\r\\n\\x00]", " ").strip();
    return new Headers.Builder().addUnsafeNonAscii("Retry-After", line).build();
  }
}
