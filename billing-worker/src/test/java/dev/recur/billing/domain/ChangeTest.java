package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.HARD;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.id.Identity;
import dev.recur.schemas.id.Origin;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * The older change as two diaries: the old subscription's and the new one's, with the two commands
 * that go between them, delayed, lost and repeated (Antom, change).
 */
class ChangeTest {
  private static final String START = "2026-01-01T00:00:00Z";
  private static final String NOW = "2026-01-10T00:00:00Z";

  private static final Answer FAULT =
      new Answer(Answer.Status.UNKNOWN, "UNKNOWN_EXCEPTION", "A fault in the billing rules.");

  @Test
  void change_shouldEndTheOldOnlyOnceTheNewIsThere() {
    Diary old = old();
    assertThat(old.sent(change("x-1", 5000))).as("not known yet").isEmpty();
    old.tells("2026-01-10T00:00:00Z ChangeStarted x-1");
    Diary created = new Diary(NOW);
    Answer outcome = created.create(asked(old));
    old.sent(settle(old, outcome));
    assertThat(old.lateAnswer()).contains(Answer.SUCCESS);
    old.until("2026-06-01T00:00:00Z");
    old.tells("2026-01-10T00:00:00Z Changed");
    created.until("2026-02-10T00:00:00Z");
    created.tells(
        "2026-01-10T00:00:00Z Created",
        "2026-01-10T00:00:00Z Approved",
        "2026-01-10T00:00:00Z PeriodStarted 1",
        "2026-01-10T00:00:00Z ChargeRequested 1/1 5000",
        "2026-01-10T00:00:00Z ChargeSucceeded 1",
        "2026-02-09T00:05:00Z ChargeRequested 2/1 5000",
        "2026-02-09T00:05:00Z ChargeSucceeded 2",
        "2026-02-10T00:00:00Z PeriodStarted 2");
    assertThat(old.status()).isEqualTo(LifecycleStatus.CANCELED);
    assertThat(((State.Over) old.state()).replacedBy()).contains(created.subscriptionId());
    assertThat(created.existing().head().terms().provenance().relatedSubscriptionId())
        .contains(old.subscriptionId());
  }

  /** Between the two halves the old one is not charged, though its periods go on. */
  @Test
  void killedBetweenTheHalves_shouldChargeNeitherTwice() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    CreateRequest asked = asked(old);
    old.skip().until("2026-01-15T00:00:00Z").skip();
    Diary created = new Diary("2026-01-15T00:00:00Z");
    Answer outcome = created.create(asked);
    old.sent(settle(old, outcome));
    old.tells("2026-01-15T00:00:00Z Changed");
    assertThat(charges(created)).isEqualTo(1);
  }

  /** The create is lost: it is asked for again, less and less often, and then a person looks. */
  @Test
  void createThatIsLost_shouldBeAskedForAgainAndAtLastPark() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    CreateRequest asked = asked(old);
    old.until("2026-03-02T00:00:00Z");
    old.tells(
        "2026-01-10T00:00:00Z ChangeStarted x-1",
        "2026-01-10T01:00:00Z ChangeStarted x-1",
        "2026-01-10T09:00:00Z ChangeStarted x-1",
        "2026-01-11T09:00:00Z ChangeStarted x-1",
        "2026-01-16T09:00:00Z Parked",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-03-01T00:00:00Z CatchUpDecided 2 SKIP",
        "2026-03-01T00:00:00Z PeriodStarted 3");
    assertThat(asked(old)).as("the same one, from the same time on").isEqualTo(asked);
    old.release();
    old.sent(settle(old, Answer.SUCCESS));
    assertThat(old.lateAnswer()).contains(Answer.SUCCESS);
    old.tells(
        "2026-03-02T00:00:00Z Released",
        "2026-03-02T00:00:00Z ChangeStarted x-1",
        "2026-03-02T00:00:00Z Changed");
  }

  /** Nothing ran for long, so the create comes after the new one's first period is over. */
  @Test
  void createDeliveredLate_shouldBeTakenAndCatchUp() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    CreateRequest asked = asked(old);
    Diary created = new Diary("2026-02-19T00:00:00Z");
    assertThat(created.create(asked)).isEqualTo(Answer.SUCCESS);
    assertThat(created.create(asked)).as("delivered twice").isEqualTo(Answer.SUCCESS);
    created.tells(
        "2026-02-19T00:00:00Z Created",
        "2026-02-19T00:00:00Z Approved",
        "2026-02-19T00:00:00Z PeriodStarted 1",
        "2026-02-19T00:00:00Z CatchUpDecided 1 SKIP",
        "2026-02-19T00:00:00Z PeriodStarted 2",
        "2026-02-19T00:00:00Z ChargeRequested 2/1 5000",
        "2026-02-19T00:00:00Z ChargeSucceeded 2");
    old.until("2026-02-19T00:00:00Z").skip().sent(settle(old, Answer.SUCCESS));
    old.tells("2026-02-19T00:00:00Z Changed");
  }

  /** Also when its agreed end has passed by then: it was there, and is over. */
  @Test
  void createDeliveredAfterTheEnd_shouldEndBoth() {
    Diary old = old();
    old.sent(
        change(
            new ChangeRequest(
                "x-1",
                Optional.empty(),
                Optional.empty(),
                Optional.of(Given.time("2026-01-20T00:00:00Z")),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Given.usd(5000)),
                Optional.empty())));
    Diary created = new Diary("2026-02-19T00:00:00Z");
    assertThat(created.create(asked(old))).isEqualTo(Answer.SUCCESS);
    assertThat(((State.Over) created.state()).ending()).isEqualTo(State.Ending.COMPLETED);
    assertThat(charges(created)).isZero();
  }

  /** No change is that old. */
  @Test
  void createOfAgesAgo_shouldBeRefused() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    assertThat(new Diary("2037-01-01T00:00:00Z").create(asked(old)).code())
        .isEqualTo("PARAM_ILLEGAL");
  }

  /** What ended while it was not known which of the two will be is decided as missed. */
  @Test
  void changeCalledOffAfterMonths_shouldChargeTheRunningPeriodOnly() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    old.sent(settle(old, FAULT));
    old.until("2026-06-10T00:00:00Z").release();
    old.skip().sent(settle(old, Answer.processFail("It cannot be.")));
    old.until("2026-06-12T00:00:00Z");
    assertThat(old.all()).filteredOn(Event.ChargeRequested.class::isInstance).hasSize(2);
    assertThat(old.all()).filteredOn(Event.CatchUpDecided.class::isInstance).hasSize(4);
  }

  /**
   * The new one's partition had a fault: nobody knows yet which of the two will be, so neither is
   * charged, and the same request asks for the same new one again.
   */
  @Test
  void newOneUndecided_shouldStayUnderWayAndBeAskedForAgainUnderTheSameId() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    CreateRequest asked = asked(old);
    old.sent(settle(old, FAULT));
    assertThat(old.lateAnswer()).contains(FAULT);
    old.until("2026-02-03T00:00:00Z");
    old.tells(
        "2026-01-10T00:00:00Z ChangeStarted x-1",
        "2026-01-10T00:00:00Z Parked",
        "2026-02-01T00:00:00Z PeriodStarted 2");
    assertThat(old.sent(change("x-1", 5000))).as("not known yet").isEmpty();
    assertThat(asked(old)).as("the same one, from the same time on").isEqualTo(asked);
    Diary created = new Diary("2026-02-03T00:00:00Z");
    created.create(asked);
    old.sent(settle(old, Answer.SUCCESS));
    assertThat(old.lateAnswer()).contains(Answer.SUCCESS);
    old.tells("2026-02-03T00:00:00Z ChangeStarted x-1", "2026-02-03T00:00:00Z Changed");
    assertThat(charges(created)).isEqualTo(1);
    assertThat(charges(old)).as("before the change").isEqualTo(1);
  }

  /**
   * It was made nevertheless, or its answer was lost: that is found out, and nothing is doubled.
   */
  @Test
  void releasedAfterAFault_shouldAskForTheNewOneAgainAndMakeNoSecond() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    Diary created = new Diary(NOW);
    created.create(asked(old));
    Input.Command.SettleChange lost = settle(old, FAULT);
    old.sent(lost);
    assertThat(old.release().succeeded()).isTrue();
    old.tells(
        "2026-01-10T00:00:00Z ChangeStarted x-1",
        "2026-01-10T00:00:00Z Parked",
        "2026-01-10T00:00:00Z Released",
        "2026-01-10T00:00:00Z ChangeStarted x-1");
    created.skip();
    Answer again = created.create(asked(old));
    assertThat(again).isEqualTo(Answer.SUCCESS);
    created.tells();
    old.sent(settle(old, again));
    old.sent(lost);
    old.until("2026-03-01T00:00:00Z");
    old.tells("2026-01-10T00:00:00Z Changed");
  }

  /** The fault is not mended: it parks once more when it is released, and not before. */
  @Test
  void faultThatStays_shouldParkOnceAndBeAnsweredUnknown() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    old.sent(settle(old, FAULT));
    old.skip();
    old.sent(change("x-1", 5000));
    old.sent(settle(old, FAULT));
    assertThat(old.lateAnswer()).contains(FAULT);
    old.tells("2026-01-10T00:00:00Z ChangeStarted x-1");
    old.release();
    old.skip().sent(settle(old, FAULT));
    old.tells("2026-01-10T00:00:00Z Parked");
  }

  /** Both halves are repeated after a kill: nothing follows a second time. */
  @Test
  void bothHalvesRepeated_shouldChangeNothingMore() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    CreateRequest asked = asked(old);
    Input.Command.SettleChange settle = settle(old, Answer.SUCCESS);
    Diary created = new Diary(NOW);
    created.create(asked);
    created.skip();
    assertThat(created.create(asked)).as("the same answer").isEqualTo(Answer.SUCCESS);
    created.tells();
    assertThat(charges(created)).isEqualTo(1);
    old.sent(settle);
    old.skip();
    assertThat(old.sent(settle)).isEmpty();
    old.tells();
  }

  @Test
  void requestRepeated_shouldWaitAndThenGetTheFirstAnswer() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    Answer meanwhile = old.command(change("x-1", 5000));
    assertThat(meanwhile.status()).isEqualTo(Answer.Status.UNKNOWN);
    old.sent(settle(old, Answer.SUCCESS));
    assertThat(old.command(change("x-1", 5000))).isEqualTo(Answer.SUCCESS);
    assertThat(old.command(change("x-1", 6000)).code()).isEqualTo("REPEAT_REQ_INCONSISTENT");
    assertThat(old.command(change("x-2", 6000)).code()).isEqualTo("PROCESS_FAIL");
  }

  /** What another change, or other content, is answered while the first one is not decided. */
  @Test
  void otherChangeMeanwhile_shouldWaitAndOtherContentBeInconsistent() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    old.skip();
    assertThat(old.command(change("x-1", 6000)).code()).isEqualTo("REPEAT_REQ_INCONSISTENT");
    assertThat(old.command(change("x-2", 6000)).code()).isEqualTo("PROCESSING");
    assertThat(old.command(change("x-2", 6000)).code()).isEqualTo("PROCESSING");
    old.tells(
        "2026-01-10T00:00:00Z CommandRefused REPEAT_REQ_INCONSISTENT",
        "2026-01-10T00:00:00Z CommandRefused PROCESSING");
    old.sent(settle(old, Answer.processFail("The new one cannot be.")));
    assertThat(old.sent(change("x-2", 6000))).as("its turn").isEmpty();
  }

  /** The new one cannot be: the old one goes on as before, and says why. */
  @Test
  void newOneRefused_shouldGoOnWithTheOld() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    Answer refusal = Answer.processFail("The new one cannot be.");
    old.sent(settle(old, refusal));
    assertThat(old.lateAnswer()).contains(refusal);
    assertThat(old.command(change("x-1", 5000))).isEqualTo(refusal);
    old.until("2026-02-01T00:00:00Z");
    old.tells(
        "2026-01-10T00:00:00Z ChangeStarted x-1",
        "2026-01-10T00:00:00Z ChangeAbandoned PROCESS_FAIL",
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:05:00Z ChargeSucceeded 2",
        "2026-02-01T00:00:00Z PeriodStarted 2");
  }

  /** Its first period may cost something else (paymentAmountDifference). */
  @Test
  void initialAmount_shouldBeThePriceOfTheFirstPeriodOnly() {
    Diary old = old();
    old.sent(
        change(
            new ChangeRequest(
                "x-1",
                Optional.of("Gold"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(new PeriodRule(PeriodUnit.WEEK, 2)),
                Optional.empty(),
                Optional.of(Given.usd(5000)),
                Optional.of(Given.usd(1200)))));
    Diary created = new Diary(NOW);
    created.create(asked(old));
    created.skip().until("2026-01-24T00:00:00Z");
    created.tells(
        "2026-01-23T00:05:00Z ChargeRequested 2/1 5000",
        "2026-01-23T00:05:00Z ChargeSucceeded 2",
        "2026-01-24T00:00:00Z PeriodStarted 2");
    assertThat(created.settled(created.paymentOf(1)).payment().amount()).isEqualTo(Given.usd(1200));
  }

  @Test
  void duringAPayment_shouldBeForbiddenAndSucceedLaterUnderTheSameId() {
    Diary old = Diary.monthly(START).channelSilent();
    old.until("2026-01-31T12:00:00Z");
    assertThat(old.command(change("x-1", 5000)).code())
        .isEqualTo("UPDATE_FORBIDDEN_DURING_PAYMENT");
    old.answered(OK);
    assertThat(old.sent(change("x-1", 5000))).isEmpty();
    assertThat(old.live().change()).isPresent();
  }

  /** A payment that was to be tried again is given up once the new one is there, not before. */
  @Test
  void duringRetries_shouldGiveThePaymentUpWithTheOld() {
    Diary old = Diary.monthly(START).channel(SOFT);
    old.until("2026-02-01T12:00:00Z").skip();
    old.sent(change("x-1", 5000));
    old.until("2026-02-04T00:00:00Z").skip().sent(settle(old, Answer.SUCCESS));
    old.tells("2026-02-04T00:00:00Z PaymentFailed 2", "2026-02-04T00:00:00Z Changed");
  }

  /** The new one would be charged with the method that was declined for good. */
  @Test
  void withARefusedMethod_shouldBeRefusedUntilItIsReplaced() {
    Diary old = Diary.monthly(START).channel(HARD);
    old.until("2026-02-10T00:00:00Z");
    Answer answer = old.command(change("x-1", 5000));
    assertThat(answer.code()).isEqualTo("PROCESS_FAIL");
    assertThat(answer.message()).contains("replace it first");
    old.channel(OK).replaceMethod("m-1", "DANA");
    assertThat(old.sent(change("x-2", 5000))).isEmpty();
    assertThat(old.live().change()).isPresent();
  }

  /** And one that stands still until somebody has looked would be billed all the same. */
  @Test
  void whileParked_shouldBeRefused() {
    Diary old =
        Diary.approved(START, Offer.from(START).every(1, PeriodUnit.DAY).chargesPerDay(1).build());
    old.until("2026-01-01T12:00:00Z");
    assertThat(old.existing().head().parked()).isTrue();
    assertThat(old.command(change("x-1", 5000)).message()).contains("somebody has looked at it");
  }

  @Test
  void onceRenewalIsOffOrItIsOver_shouldBeRefused() {
    Diary old = old();
    old.cancel();
    assertThat(old.command(change("x-1", 5000)).message()).contains("create a new subscription");
    old.terminate();
    assertThat(old.command(change("x-2", 5000)).message()).contains("create a new one");
  }

  @Test
  void whatCannotBe_shouldBeRefusedWithTheReason() {
    Diary old = old();
    assertThat(old.command(change("x-1", new Money(5000, "EUR"))).code())
        .isEqualTo("PARAM_ILLEGAL");
    assertThat(old.command(change("x-2", -1)).code()).isEqualTo("PARAM_ILLEGAL");
    assertThat(old.live().change()).isEmpty();
  }

  /** The change is decided in a moment, and the merchant asks again: then it is known what ends. */
  @Test
  void terminateMeanwhile_shouldBeAskedForAgain() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    Answer answer = old.terminate();
    assertThat(answer.status()).isEqualTo(Answer.Status.UNKNOWN);
    assertThat(answer.message()).contains("A change is under way");
    old.sent(settle(old, Answer.SUCCESS));
    assertThat(old.lateAnswer()).as("the change is answered").contains(Answer.SUCCESS);
    assertThat(old.terminate().succeeded()).isTrue();
    assertThat(old.command(change("x-1", 5000))).isEqualTo(Answer.SUCCESS);
  }

  /** Nor does its own end come before the change is decided; it comes after, if that fails. */
  @Test
  void agreedEndMeanwhile_shouldWaitForTheChange() {
    Diary old = Diary.approved(START, Offer.from(START).cycles(1).build()).skip();
    old.until("2026-01-31T00:00:00Z").sent(change("x-1", 5000));
    old.until("2026-02-03T00:00:00Z").skip();
    old.sent(settle(old, Answer.processFail("The new one cannot be.")));
    old.tells("2026-02-03T00:00:00Z ChangeAbandoned PROCESS_FAIL", "2026-02-03T00:00:00Z Ended");
    assertThat(((State.Over) old.state()).serviceEnd())
        .isEqualTo(Given.time("2026-02-01T00:00:00Z"));
  }

  /** What the new one would not know of waits, as during a payment; then it is too late for it. */
  @Test
  void otherRequestsMeanwhile_shouldWait() {
    Diary old = old();
    old.sent(change("x-1", 5000));
    assertThat(old.update(NewTerms.of("u-1").price(7000)).code())
        .isEqualTo("UPDATE_FORBIDDEN_DURING_PAYMENT");
    assertThat(old.pause("p-1").code()).isEqualTo("UPDATE_FORBIDDEN_DURING_PAYMENT");
    assertThat(old.replaceMethod("m-1", "DANA").code())
        .isEqualTo("UPDATE_FORBIDDEN_DURING_PAYMENT");
    assertThat(old.cancel().status())
        .as("else the new one would go on, canceled by nobody")
        .isEqualTo(Answer.Status.UNKNOWN);
    old.sent(settle(old, Answer.SUCCESS));
    assertThat(((State.Over) old.state()).ending()).isEqualTo(State.Ending.CHANGED);
    assertThat(old.pause("p-1").code()).isEqualTo("PROCESS_FAIL");
  }

  /** The new one would be charged at once. */
  @Test
  void changeOfAPausedSubscription_shouldBeRefused() {
    Diary old = old();
    assertThat(old.pause("p-1").succeeded()).isTrue();
    assertThat(old.command(change("x-1", 5000)).code()).isEqualTo("PROCESS_FAIL");
    assertThat(((State.Live) old.state()).change()).isEmpty();
  }

  /** Nothing is charged while it is not known which of the two will be. */
  @Test
  void chargeOfASelfManagedMeanwhile_shouldBeAskedForAgain() {
    Diary old = Diary.approved(START, Offer.from(START).selfManaged().build()).skip();
    old.sent(change("x-1", 5000));
    Answer answer = old.charge("n-1");
    assertThat(answer.status()).isEqualTo(Answer.Status.UNKNOWN);
    old.sent(settle(old, Answer.processFail("The new one cannot be.")));
    assertThat(old.charge("n-1").succeeded()).isTrue();
    old.tells(
        "2026-01-01T00:00:00Z ChangeStarted x-1",
        "2026-01-01T00:00:00Z CommandRefused PROCESSING",
        "2026-01-01T00:00:00Z ChangeAbandoned PROCESS_FAIL",
        "2026-01-01T00:00:00Z ChargeRequested 1/1 1999 manual n-1",
        "2026-01-01T00:00:00Z ChargeSucceeded 1 manual n-1");
  }

  private static Diary old() {
    return Diary.monthly(START).until(NOW);
  }

  private static Input.Command.ChangeSubscription change(String requestId, long minor) {
    return change(requestId, Given.usd(minor));
  }

  private static Input.Command.ChangeSubscription change(String requestId, Money price) {
    return change(
        new ChangeRequest(
            requestId,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(price),
            Optional.empty()));
  }

  private static Input.Command.ChangeSubscription change(ChangeRequest request) {
    return new Input.Command.ChangeSubscription(
        "c-" + request.requestId(), Given.CLIENT, request, Memory.NONE);
  }

  /** What the old one asks of the new one. */
  private static CreateRequest asked(Diary old) {
    Terms terms =
        old.all().reversed().stream()
            .filter(Event.ChangeStarted.class::isInstance)
            .map(event -> ((Event.ChangeStarted) event).terms())
            .findFirst()
            .orElseThrow();
    assertThat(terms.subscriptionId())
        .isEqualTo(Identity.subscriptionId(Origin.CHANGE, Given.CLIENT, terms.requestId()));
    return Given.asking(terms);
  }

  private static Input.Command.SettleChange settle(Diary old, Answer outcome) {
    return new Input.Command.SettleChange(
        "c-settle", Given.CLIENT, old.live().change().orElseThrow().newSubscriptionId(), outcome);
  }

  private static long charges(Diary diary) {
    return diary.all().stream().filter(Event.ChargeRequested.class::isInstance).count();
  }
}
