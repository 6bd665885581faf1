package dev.recur.notifier.notice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Whatever lies on the topic in the place of an e-mail's facts. */
class LetterFactsFuzzTest {

  private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

  private static final String RENEWAL =
      """
      {"notice":"RENEWAL_UPCOMING","wording":"RENEWAL_UPCOMING","subscriptionId":"S1",
       "merchant":"Shop","sandbox":true,"description":"Coffee","zone":"Europe/Berlin",
       "at":"2026-11-21T10:00:00Z","writtenAt":"2026-11-21T10:00:00Z","amountMinor":19900,
       "currency":"PHP","periodUnit":"MONTH","periodCount":1,
       "periodStart":"2026-11-21T10:00:00Z","periodEnd":"2026-12-21T10:00:00Z",
       "next":"2026-11-28T10:00:00Z","end":"2027-11-28T10:00:00Z","cycles":12,
       "trialEnd":"2026-12-28T10:00:00Z","reason":"RISK_REJECT","reference":"P1"}""";

  @Test
  void anyBytes_shouldBeFactsOrRefused() {
    assertThat(
            Fuzz.of("letter-facts", Mutator.json("RECEIPT", "PAUSED", "DAY", "+08:00"))
                .seeds(RENEWAL)
                .run(LetterFactsFuzzTest::read))
        .containsKey("facts");
  }

  /** What was read is written so that it is read again. */
  private static String read(byte[] input) {
    LetterFacts facts;
    try {
      facts = LetterFacts.parse(input);
    } catch (IllegalArgumentException e) {
      return Fuzz.outcome(e);
    }
    facts.isTooLate(NOW);
    assertThat(LetterFacts.parse(facts.toJson().getBytes(UTF_8))).isEqualTo(facts);
    return "facts";
  }
}
