package dev.recur.billing.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * The ledger and the bank agree to the minor unit, whatever the post between them does: money is
 * conserved, nobody pays twice, and the order of the answers decides nothing.
 */
class MoneyPropertiesTest {
  private static final Instant START = Given.time("2026-01-31T10:00:00Z");

  private static final List<PeriodUnit> UNITS = List.of(PeriodUnit.values());

  /** Longer than any inquiry takes, and than any answer is held up and waited for. */
  private static final Duration SETTLED_AFTER = Duration.ofDays(25);

  @Property(tries = 300)
  void ledgerAndBank_shouldAgreeToTheMinorUnit(@ForAll int seed) {
    Bank bank = new Bank(seed);
    Post post = lived(bank, new Random(seed), 0);
    assertThat(post.chargedMinor()).isEqualTo(bank.chargedMinor());
    assertThat(post.paidBackMinor()).isEqualTo(bank.paidBackMinor());
    assertThat(bank.chargesOfOnePayment()).as("nobody pays twice").isLessThanOrEqualTo(1);
    assertThat(post.events()).noneMatch(Event.ChargeSurplus.class::isInstance);
    post.book()
        .payments()
        .forEach(
            (id, payment) -> {
              long back =
                  post.book().payments().values().stream()
                      .filter(refund -> refund.succeeded() && isOf(refund, id))
                      .mapToLong(refund -> refund.payment().amount().amountMinor())
                      .sum();
              if (payment.refund().isEmpty()) {
                assertThat(payment.refundedMinor()).as("what went back of %s", id).isEqualTo(back);
                assertThat(back).isLessThanOrEqualTo(payment.payment().amount().amountMinor());
              }
            });
  }

  /**
   * Requests and results are lost for good, and refusals come late and twice: nobody pays twice,
   * the ledger tells of nothing that the bank does not, and what it cannot tell of a person is told
   * of.
   */
  @Property(tries = 300)
  void lostAnswersAndLateRefusals_shouldChargeNobodyTwiceAndLeaveNothingOpenInSilence(
      @ForAll int seed, @ForAll @IntRange(min = 1, max = 12) int lostOfTwelve) {
    Bank bank = new Bank(seed);
    Post post = lived(bank, new Random(seed), lostOfTwelve);
    assertThat(bank.chargesOfOnePayment()).as("nobody pays twice").isLessThanOrEqualTo(1);
    assertThat(post.events()).noneMatch(Event.ChargeSurplus.class::isInstance);
    State.Existing state = (State.Existing) post.state();
    assertThat(bank.chargedMinor()).containsAllEntriesOf(post.chargedMinor());
    assertThat(bank.paidBackMinor()).containsAllEntriesOf(post.paidBackMinor());
    assertThat(Agenda.nextDueAt(state)).as("nothing is waited for").isEmpty();
    List<Collection> open =
        Stream.concat(state.collection().stream(), state.refunds().stream().map(Refund::collection))
            .toList();
    assertThat(open).allMatch(one -> one.phase() instanceof Collection.Phase.Unresolved);
    // A refund that nobody knows of alarms, and stops no billing.
    assertThat(state.head().parked()).isEqualTo(state.collection().isPresent());
  }

  /**
   * Promptly, or late, twice and in any order: in the end the same has been paid; but where ten
   * inquiries found out nothing, a person is told, and nothing more is charged until then.
   */
  @Property(tries = 200)
  void shuffledDuplicatedAndDelayedAnswers_shouldLeadToTheSameLedger(
      @ForAll int truth,
      @ForAll int oneOrder,
      @ForAll int otherOrder,
      @ForAll PeriodUnit unit,
      @ForAll @IntRange(min = 1, max = 3) int count) {
    Map<String, Long> promptly = paid(truth, new Random(0), 0, unit, count).chargedMinor();
    for (int order : List.of(oneOrder, otherOrder)) {
      assertSamePaid(paid(truth, new Random(order), 600, unit, count), promptly);
    }
  }

  /** Each answer took so long that none of ten inquiries found out what became of a charge. */
  @Example
  void tenInquiriesThatFindNothing_shouldParkAndChargeNothingElse() {
    Map<String, Long> promptly = paid(-3188, new Random(0), 0, PeriodUnit.DAY, 2).chargedMinor();
    Post late = paid(-3188, new Random(7860), 600, PeriodUnit.DAY, 2);
    assertThat(((State.Existing) late.state()).head().parked()).isTrue();
    assertSamePaid(late, promptly);
  }

  private static void assertSamePaid(Post post, Map<String, Long> promptly) {
    if (((State.Existing) post.state()).head().parked()) {
      assertThat(promptly).containsAllEntriesOf(post.chargedMinor());
    } else {
      assertThat(post.chargedMinor()).isEqualTo(promptly);
    }
  }

  /** Guards the properties above: they are worth little when the post is never bad. */
  @Example
  void lives_shouldSeeEverythingThatAnAnswerCanLeadTo() {
    TreeSet<String> events = new TreeSet<>();
    for (int seed = 0; seed < 300; seed++) {
      lived(new Bank(seed), new Random(seed), seed % 2 * 3)
          .events()
          .forEach(event -> events.add(event.getClass().getSimpleName()));
    }
    assertThat(events)
        .contains(
            "ChargeSucceeded",
            "ChargeDeclined",
            "ChargeUnresolved",
            "InquiryRequested",
            "ChargePresentedAgain",
            "PaymentFailed",
            "RefundSucceeded",
            "RefundFailed",
            "RefundUnresolved",
            "RefundInquiryRequested",
            "RefundPresentedAgain",
            "Updated",
            "Paused",
            "Resumed",
            "MethodReplaced",
            "PeriodSkipped");
  }

  /** A life of some months with everything that moves money in it; then all is settled. */
  private static Post lived(Bank bank, Random random, int lostOfTwelve) {
    Post post = new Post(bank, random, 3000, lostOfTwelve, START);
    PeriodUnit unit = UNITS.get(random.nextInt(UNITS.size()));
    Offer offer = Offer.from(START.toString()).every(1 + random.nextInt(3), unit);
    boolean selfManaged = random.nextInt(4) == 0;
    post.send(create((selfManaged ? offer.selfManaged() : offer).build()));
    post.send(new Input.Command.Approve("c", Given.CLIENT, Optional.empty(), Optional.empty()));
    for (int step = 0; step < 30; step++) {
      post.until(post.now().plus(Duration.ofHours(1 + random.nextInt(150))));
      command(post, random, step);
    }
    post.send(new Input.Command.Terminate("c", Given.CLIENT));
    post.until(post.now().plus(SETTLED_AFTER));
    return post;
  }

  private static void command(Post post, Random random, int step) {
    String id = "q-" + step;
    List<String> paid = post.chargedMinor().keySet().stream().sorted().toList();
    switch (random.nextInt(7)) {
      case 0 ->
          post.send(
              new Input.Command.ChargeNow(
                  "c",
                  Given.CLIENT,
                  id,
                  Optional.of(Given.usd(1 + random.nextInt(999))),
                  Memory.NONE));
      case 1, 2 -> {
        if (!paid.isEmpty()) {
          post.send(
              new Input.Command.RefundPayment(
                  "c",
                  Given.CLIENT,
                  id,
                  paid.get(random.nextInt(paid.size())),
                  Given.usd(1 + random.nextInt(1500)),
                  Optional.empty(),
                  Memory.NONE));
        }
      }
      case 3, 4 ->
          post.send(
              new Input.Command.Update(
                  "c",
                  Given.CLIENT,
                  NewTerms.of(id)
                      .price(500 + random.nextInt(2000))
                      .settle(random.nextBoolean(), Given.usd(1 + random.nextInt(900)))
                      .build(),
                  Memory.NONE));
      case 5 ->
          post.send(
              random.nextBoolean()
                  ? new Input.Command.PauseCharging(
                      "c", Given.CLIENT, id, Optional.empty(), Memory.NONE)
                  : new Input.Command.Resume("c", Given.CLIENT, id, Memory.NONE));
      default ->
          post.send(
              new Input.Command.ReplaceMethod(
                  "c", Given.CLIENT, id, new PaymentMethod("DANA", Optional.empty()), Memory.NONE));
    }
  }

  private static Post paid(
      int truth, Random random, int delayMinutesMax, PeriodUnit unit, int count) {
    Bank bank = new Bank(truth);
    Post post = new Post(bank, random, delayMinutesMax, 0, START);
    post.send(
        create(Offer.from(START.toString()).every(count, unit).cycles(6).trial(2, 2, 0).build()));
    post.send(new Input.Command.Approve("c", Given.CLIENT, Optional.empty(), Optional.empty()));
    Instant end = new Calendar(START, 1, ZoneOffset.UTC, new PeriodRule(unit, count)).startOf(7);
    post.until(end.plus(SETTLED_AFTER));
    assertThat(post.chargedMinor()).isEqualTo(bank.chargedMinor());
    return post;
  }

  private static boolean isOf(SettledPayment refund, String paymentId) {
    return refund.refund().filter(facts -> facts.refundedPaymentId().equals(paymentId)).isPresent();
  }

  private static Input.Command create(CreateRequest request) {
    return new Input.Command.Create("c", Given.CLIENT, request);
  }
}
