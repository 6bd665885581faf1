package dev.recur.notifier.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of one event, beyond the words. */
class FanOutTest {

  private static final Terms TERMS = Story.terms(Optional.empty());
  private static final String TIME = "2025-03-12T16:20:00+08:00";
  private static final LedgerEvent CREATED = Story.of(TERMS).events().getFirst();

  private static final Context CONTEXT = taken(Optional.empty(), CREATED).context();

  @Test
  void eventOfAnUnknownSubscription_shouldBeOrphaned() {
    LedgerEvent approved = event(2, new Happening.Approved(Story.GCASH));

    assertThat(FanOut.take(Optional.empty(), approved, List.of(), Optional.empty()))
        .isEqualTo(new Step.Orphaned());
  }

  @Test
  void eventReadAgain_shouldTellNothing() {
    LedgerEvent approved = event(2, new Happening.Approved(Story.GCASH));
    Context after = taken(Optional.of(CONTEXT), approved).context();

    assertThat(FanOut.take(Optional.of(after), approved, List.of(), Optional.empty()))
        .isEqualTo(new Step.Repeated());
    assertThat(FanOut.take(Optional.of(after), CREATED, List.of(), Optional.empty()))
        .isEqualTo(new Step.Repeated());
  }

  @Test
  void previousSequence_shouldBeCountedPerEndpoint() {
    // Subscription and payment notifications go to different hosts here: each has its own chain.
    Payment payment =
        Story.payment(
            1, 100, "2025-03-12T16:20:00Z", "2025-03-12T16:20:00Z", "2025-04-12T16:20:00Z");
    Step.Taken approved =
        taken(Optional.of(CONTEXT), event(2, new Happening.Approved(Story.GCASH)));
    Step.Taken paid =
        taken(
            Optional.of(approved.context()),
            event(3, new Happening.ChargeSucceeded(payment, "GCASH")));
    Step.Taken canceled =
        taken(Optional.of(paid.context()), event(4, new Happening.Canceled(true, false)));

    assertThat(approved.tellings().getFirst().previousSequence()).isZero();
    assertThat(paid.tellings().getFirst().previousSequence()).isZero();
    assertThat(canceled.tellings().getFirst().previousSequence()).isEqualTo(2);
  }

  @Test
  void sameEvent_shouldMakeTheSameDeliveryAndBytes() {
    LedgerEvent approved = event(2, new Happening.Approved(Story.GCASH));

    assertThat(taken(Optional.of(CONTEXT), approved))
        .isEqualTo(taken(Optional.of(CONTEXT), approved));
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void paymentThatSettlesInALaterPeriod_shouldBeToldAsOfItsOwn(boolean difference) {
    String time = "2025-03-12T16:20:00+08:00";
    Purpose purpose = difference ? new Purpose.Change("up-1") : new Purpose.Manual("pay-1");
    Payment third = Story.payment("P-3", purpose, 3, 100, time, time, time);
    Story story =
        Story.of(TERMS)
            .then(time, new Happening.Internal())
            .then(time, new Happening.Internal())
            .then(time, new Happening.Internal())
            .then(time, new Happening.Internal())
            .then(time, new Happening.Internal())
            .then(time, new Happening.PaymentFailed(third, "expired"))
            .then(time, new Happening.ChargeSucceeded(third, "GCASH"));

    assertThat(story.told())
        .hasSize(2)
        .allSatisfy(telling -> assertThat(telling.body()).contains("\"phaseNo\":\"3\""));
  }

  /** The worker alone knows it: what an event does not say is not worked out a second time. */
  @Test
  void status_shouldBeTheEvents_andLeftOutWhereAnEarlierReleaseWroteIt() {
    Happening approved = new Happening.Approved(Story.GCASH);
    Story saying = Story.of(TERMS).leaving(LifecycleStatus.PASTDUE).then(TIME, approved);
    Story silent = Story.of(TERMS).then(TIME, approved);

    assertThat(saying.told().getFirst().body()).contains("\"lifecycleStatus\":\"pastdue\"");
    assertThat(silent.told().getFirst().body())
        .doesNotContain("lifecycleStatus")
        .contains("\"subscriptionStatus\":\"ACTIVE\"");
  }

  /** The contract's own status and end, which a late payment does not change. */
  @Test
  void overInWhateverWay_shouldBeTerminated_andStaySo() {
    for (Happening end :
        List.of(
            new Happening.Canceled(true, false),
            new Happening.Changed(),
            new Happening.Ended(Story.instant(TIME)))) {
      Story story =
          Story.of(TERMS)
              .then(TIME, new Happening.Approved(Story.GCASH))
              .then(TIME, end)
              .then(TIME, new Happening.MethodReplaced(Story.GCASH));
      assertThat(story.told())
          .extracting(Telling::body)
          .satisfiesExactly(
              begun -> assertThat(begun).contains("\"subscriptionStatus\":\"ACTIVE\""),
              over -> assertThat(over).contains("\"subscriptionStatus\":\"TERMINATED\""),
              late ->
                  assertThat(late)
                      .contains("\"subscriptionStatus\":\"TERMINATED\"")
                      .contains("\"subscriptionEndTime\":\"" + TIME + "\""));
    }
  }

  @Test
  void refundThatNobodyIsToldOf_shouldTellNothing() {
    Refund refund = new Refund("R1", "refund-1", new Money(100, "PHP"), Optional.empty());

    assertThat(taken(Optional.of(CONTEXT), event(2, new Happening.RefundSucceeded(refund))))
        .extracting(Step.Taken::tellings)
        .isEqualTo(List.of());
  }

  @Test
  void endpointsWithoutEnd_shouldNotMakeAContextGrow_norCutTheTermsOwnChains() {
    Context context =
        taken(Optional.of(CONTEXT), event(2, new Happening.Paused(false, Optional.empty())))
            .context();
    for (int i = 0; i < 2 * Context.LANES_MAX; i++) {
      context = taken(Optional.of(context), refundTo(3L + i, i)).context();
    }
    long last = context.sequence();

    assertThat(context.told()).hasSize(Context.LANES_MAX);
    assertThat(previous(context, event(last + 1, new Happening.Resumed()))).isEqualTo(2);
    assertThat(previous(context, refundTo(last + 1, 2 * Context.LANES_MAX - 1))).isEqualTo(last);
    assertThat(previous(context, refundTo(last + 1, 0))).isZero();
  }

  private static long previous(Context context, LedgerEvent event) {
    return taken(Optional.of(context), event).tellings().getFirst().previousSequence();
  }

  private static LedgerEvent refundTo(long sequence, int host) {
    Optional<String> url = Optional.of("https://refunds-" + host + ".shop.example/");
    Refund refund = new Refund("R1", "refund-1", new Money(100, "PHP"), url);
    return event(sequence, new Happening.RefundSucceeded(refund));
  }

  @Test
  void updateThatWaits_shouldChangeNothing_beforeItsPeriod() {
    Amendment tea =
        new Amendment(Optional.of("Tea"), Optional.empty(), Optional.empty(), Optional.empty());
    Step.Taken waiting = taken(Optional.of(CONTEXT), event(2, new Happening.Updated(false, tea)));
    Step.Taken inForce =
        taken(Optional.of(waiting.context()), event(3, new Happening.UpdateTookEffect(tea)));

    assertThat(waiting.tellings()).isEmpty();
    assertThat(waiting.context().terms()).isEqualTo(TERMS);
    assertThat(inForce.tellings().getFirst().body())
        .contains("\"subscriptionNotificationType\":\"UPDATE\"")
        .contains("\"subscriptionDescription\":\"Tea\"");
  }

  @Test
  void changeThatDidNotComeToBe_shouldBeToldAsOne() {
    Terms terms =
        Story.terms(new Birth(Origin.CHANGE, "change-1", Optional.of("Sold")), Optional.empty());
    Story story =
        Story.of(terms).then("2025-03-12T16:20:00+08:00", new Happening.AuthorisationExpired());

    assertThat(story.told().getFirst().body())
        .contains("\"subscriptionNotificationType\":\"CHANGE\"")
        .contains("\"subscriptionStatus\":\"TERMINATED\"")
        .contains("\"relatedSubscriptionId\":\"Sold\"");
  }

  @ParameterizedTest
  @CsvSource({
    "insufficient_funds, USER_BALANCE_NOT_ENOUGH",
    "stolen, RISK_REJECT",
    "STOLEN_CARD, RISK_REJECT",
    "do_not_honor, PROCESS_FAIL",
    "'', PROCESS_FAIL"
  })
  void decline_shouldBeToldInTheContractsCodes(String code, PaymentResult result) {
    assertThat(PaymentResult.ofDecline(code)).isEqualTo(result);
  }

  private static LedgerEvent event(long sequence, Happening what) {
    return new LedgerEvent(
        Story.SUBSCRIPTION, Story.MERCHANT, sequence, Story.instant(TIME), what, Optional.empty());
  }

  private static Step.Taken taken(Optional<Context> context, LedgerEvent event) {
    return (Step.Taken) FanOut.take(context, event, List.of(), Optional.empty());
  }
}
