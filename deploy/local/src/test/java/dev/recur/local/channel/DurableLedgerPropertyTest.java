package dev.recur.local.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.local.channel.ledger.Ledger;
import dev.recur.local.channel.ledger.LedgerLine;
import dev.recur.local.channel.ledger.Operation;
import dev.recur.local.channel.ledger.Outcome;
import dev.recur.local.channel.ledger.Presentation;
import dev.recur.local.channel.ledger.Presentations;
import dev.recur.local.channel.ledger.Reply;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

class DurableLedgerPropertyTest {

  private static final List<String> METHODS =
      List.of(
          "ok",
          "decline_insufficient_funds",
          "decline_stolen",
          "risk_reject",
          "decline_then_ok:1",
          "pending:3",
          "unknown_then_ok",
          "timeout");

  sealed interface Step {
    record Charge(int payment, int attempt) implements Step {}

    record Refund(int payment, int refund, long amountMinor) implements Step {}

    record Inquire(int payment, int attempt) implements Step {}

    /** Ends as SIGKILL would, with bytes of a line that was never finished. */
    record Crash(int tornBytes) implements Step {}

    record Wait(int minutes) implements Step {}
  }

  @Property(tries = 60)
  void anySequence_shouldMoveMoneyOncePerKeyAndNeverTakeBackWhatWasSaid(
      @ForAll("steps") @Size(max = 40) List<Step> steps) throws IOException {
    Path file = Files.createTempFile("ledger", ".jsonl");
    Map<String, Integer> presented = new HashMap<>();
    Map<String, Outcome> finals = new HashMap<>();
    Instant at = Presentations.START;
    DurableLedger ledger = open(file);
    try {
      for (Step step : steps) {
        switch (step) {
          case Step.Charge(int payment, int attempt) -> {
            Presentation request = charge(payment, attempt, at);
            presented.merge(request.key(), 1, Integer::sum);
            remember(finals, request.key(), ledger.present(request));
          }
          case Step.Refund(int payment, int refund, long amountMinor) -> {
            Presentation request = refund(payment, refund, amountMinor, at);
            Reply reply = ledger.present(request);
            presented.merge(request.key(), 1, Integer::sum);
            remember(finals, request.key(), reply);
          }
          case Step.Inquire(int payment, int attempt) -> {
            String key = charge(payment, attempt, at).key();
            Reply reply = ledger.inquire(key, at);
            assertThat(((Reply.Answered) reply).outcome() == Outcome.NOT_FOUND)
                .isEqualTo(!presented.containsKey(key));
            remember(finals, key, reply);
          }
          case Step.Crash(int tornBytes) -> {
            ledger.close();
            tear(file, tornBytes);
            ledger = open(file);
          }
          case Step.Wait(int minutes) -> at = at.plusSeconds(60L * minutes);
        }
        check(ledger, presented, finals);
      }
    } finally {
      ledger.close();
      Files.delete(file);
    }
  }

  private static void check(
      DurableLedger ledger, Map<String, Integer> presented, Map<String, Outcome> finals) {
    List<LedgerLine> lines = ledger.lines(null);
    assertThat(calls(lines))
        .as("one line per key, every presentation counted")
        .isEqualTo(presented);
    for (LedgerLine line : lines) {
      Outcome said = finals.get(line.request().key());
      assertThat(line.outcome()).isEqualTo(said == null ? line.outcome() : said);
    }
    Map<String, Long> charged = moved(lines, Operation.CHARGE, line -> line.request().paymentId());
    moved(lines, Operation.REFUND, line -> String.valueOf(line.request().refundedPaymentId()))
        .forEach(
            (payment, refunded) ->
                assertThat(refunded)
                    .as("goes back of " + payment)
                    .isLessThanOrEqualTo(charged.getOrDefault(payment, 0L)));
  }

  private static Map<String, Long> moved(
      List<LedgerLine> lines, Operation operation, Function<LedgerLine, String> payment) {
    return lines.stream()
        .filter(line -> line.request().operation() == operation)
        .filter(line -> line.outcome() == Outcome.SUCCEEDED)
        .collect(
            Collectors.groupingBy(
                payment, Collectors.summingLong(line -> line.request().amountMinor())));
  }

  private static Map<String, Integer> calls(List<LedgerLine> lines) {
    return lines.stream()
        .collect(Collectors.toMap(line -> line.request().key(), LedgerLine::calls));
  }

  /** What was once said for good must stay so. */
  private static void remember(Map<String, Outcome> finals, String key, Reply reply) {
    if (reply instanceof Reply.Answered answered) {
      switch (answered.outcome()) {
        case SUCCEEDED, DECLINED_SOFT, DECLINED_HARD -> {
          Outcome before = finals.putIfAbsent(key, answered.outcome());
          assertThat(answered.outcome()).isEqualTo(before == null ? answered.outcome() : before);
        }
        case PENDING, UNKNOWN, NOT_FOUND -> assertThat(finals).doesNotContainKey(key);
      }
    }
  }

  private static Presentation charge(int payment, int attempt, Instant at) {
    String method = METHODS.get(payment % METHODS.size());
    return Presentations.charge("A" + payment, attempt, method, at);
  }

  private static Presentation refund(int payment, int refund, long amountMinor, Instant at) {
    String refundId = "A%dR%d-%d".formatted(payment, refund, amountMinor);
    return Presentations.refund(refundId, "A" + payment, "ok", at, amountMinor, "USD");
  }

  private static DurableLedger open(Path file) {
    return new DurableLedger(file, Ledger.NEVER_FORGETS, InstantSource.system());
  }

  private static void tear(Path file, int bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      byte[] torn = "0a1b2c3d {\"type\":\"opened\",\"line\":".getBytes(UTF_8);
      channel.write(ByteBuffer.wrap(torn, 0, Math.min(bytes, torn.length)));
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Integer> payment = Arbitraries.integers().between(0, 8);
    Arbitrary<Integer> attempt = Arbitraries.integers().between(1, 2);
    Arbitrary<Step> charge = Combinators.combine(payment, attempt).as(Step.Charge::new);
    Arbitrary<Step> inquire = Combinators.combine(payment, attempt).as(Step.Inquire::new);
    Arbitrary<Step> refund =
        Combinators.combine(payment, attempt, Arbitraries.of(1L, 1000L, 1999L, 2000L))
            .as(Step.Refund::new);
    Arbitrary<Step> crash = Arbitraries.integers().between(0, 32).map(Step.Crash::new);
    Arbitrary<Step> wait = Arbitraries.integers().between(1, 4).map(Step.Wait::new);
    return Arbitraries.oneOf(charge, charge, refund, inquire, crash, wait).list();
  }
}
