package dev.recur.systemtests.killreport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.systemtests.expect.Charge;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.stack.Http;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FindingsTest {

  private static final Instant FIRST = Instant.parse("2026-11-26T10:00:00Z");

  private final Cycles cycles = Cycles.of("c", 4, FIRST, Duration.ofSeconds(10));
  private final List<Expectation> expected = cycles.expectations("CLIENT");
  private final OffsetDateTime until = cycles.last().atOffset(ZoneOffset.UTC);

  @Test
  void ledgerAsDue_shouldBeClean_withItsLateness() {
    Findings findings = findings(lines(Duration.ofMillis(300)));

    assertThat(findings.ledger().isExact()).as("%s", findings.ledger()).isTrue();
    assertThat(findings.ledger().found()).isEqualTo(4);
    assertThat(findings.early()).isZero();
    assertThat(findings.lateness(500)).isEqualTo(Duration.ofMillis(300));
    // Nothing was told.
    assertThat(findings.isClean()).isFalse();
    assertThat(findings.delivered().lost()).isEqualTo(6);
  }

  @Test
  void chargedTooSoon_shouldBeEarly() {
    assertThat(findings(lines(Duration.ofMillis(-1))).early()).isEqualTo(4);
  }

  @Test
  void lineThatIsNotThere_shouldBeMissed() {
    List<String> lines = lines(Duration.ZERO);
    lines.removeLast();

    assertThat(findings(lines).ledger().missed()).hasSize(1);
    assertThat(findings(lines).isComplete()).isFalse();
  }

  @Test
  void secondLineOfAPeriod_shouldBeDoubled() {
    List<String> lines = lines(Duration.ZERO);
    lines.add(lines.getFirst().replace("/1\"", "/1~1\""));

    assertThat(findings(lines).ledger().doubled()).hasSize(1);
  }

  @Test
  void whatFellDueBeforeAllWasReady_shouldNotCountAsLate_butAsEarly() {
    Instant ready = FIRST.plusSeconds(1);

    Findings findings = findings(ready, lines(Duration.ofMillis(-1)));

    assertThat(findings.early()).isEqualTo(4);
    assertThat(findings.lateness()).hasSize(3);
  }

  private Findings findings(List<String> lines) {
    return findings(FIRST, lines);
  }

  private Findings findings(Instant ready, List<String> lines) {
    return Findings.of(
        expected, ready, until, Http.json("[" + String.join(",", lines) + "]"), _ -> List.of());
  }

  /** The channel's ledger, had each charge been made so long after it fell due. */
  private List<String> lines(Duration late) {
    List<String> lines = new ArrayList<>();
    for (Expectation of : expected) {
      for (Charge charge : of.charges(until)) {
        lines.add(line(charge, charge.at().plus(late)));
      }
    }
    return lines;
  }

  private static String line(Charge charge, Instant seenAt) {
    return dev.recur.local.http.Json.write(
        Map.ofEntries(
            Map.entry("key", charge.key()),
            Map.entry("operation", charge.operation()),
            Map.entry("subscriptionId", charge.what().subscriptionId()),
            Map.entry("paymentId", charge.paymentId()),
            Map.entry("purpose", charge.what().purpose()),
            Map.entry("period", charge.what().period()),
            Map.entry("amountMinor", charge.amountMinor()),
            Map.entry("currency", charge.currency()),
            Map.entry("outcome", charge.outcome()),
            Map.entry("at", seenAt.toString()),
            Map.entry("seenAt", seenAt.toString()),
            Map.entry("calls", 1)));
  }
}
