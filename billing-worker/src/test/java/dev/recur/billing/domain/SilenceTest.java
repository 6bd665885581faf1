package dev.recur.billing.domain;

import static dev.recur.billing.domain.ScriptedChannel.NOT_FOUND;
import static dev.recur.billing.domain.ScriptedChannel.OK;
import static dev.recur.billing.domain.ScriptedChannel.PENDING;
import static dev.recur.billing.domain.ScriptedChannel.SOFT;
import static dev.recur.billing.domain.ScriptedChannel.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Requests that nobody answers: a channel of somebody else's lost them, or their results were no
 * results. They are inquired about, and at last a person is told.
 */
class SilenceTest {
  private static final String START = "2026-01-01T00:00:00Z";

  @Test
  void chargeThatIsNeverAnswered_shouldBeInquiredAboutMoreAndMoreRarelyAndParkThen() {
    Diary diary = silent();
    diary.until("2026-02-20T00:00:00Z");
    diary.tells(
        "2026-01-31T00:05:00Z ChargeRequested 2/1 1999",
        "2026-01-31T00:35:00Z InquiryRequested 2",
        "2026-01-31T02:05:00Z InquiryRequested 2",
        "2026-01-31T08:05:00Z InquiryRequested 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-01T08:05:00Z InquiryRequested 2",
        "2026-02-05T08:05:00Z InquiryRequested 2",
        "2026-02-10T00:05:00Z ChargeUnresolved 2",
        "2026-02-10T00:05:00Z Parked");
    assertThat(diary.existing().head().parked()).isTrue();
    assertThat(((Event.Parked) diary.all().getLast()).reason())
        .contains(diary.paymentOf(2))
        .contains("charge.requests")
        .endsWith(".");
    assertThat(diary.release().message()).contains("charge.results");
  }

  /** The charge itself was answered at last, however many inquiries were made meanwhile. */
  @Test
  void finalAnswerToAnEarlierRequest_shouldCountWhenever() {
    for (String time :
        List.of("2026-01-31T00:36:00Z", "2026-02-04T00:00:00Z", "2026-03-01T00:00:00Z")) {
      Diary paid = silent();
      paid.until(time).skip().says(OK, paid.paymentOf(2), 1);
      assertThat(paid.all().getLast()).isInstanceOf(Event.ChargeSucceeded.class);
      Diary declined = silent();
      declined.until(time).skip().says(SOFT, declined.paymentOf(2), 1);
      assertThat(declined.all()).filteredOn(Event.ChargeDeclined.class::isInstance).hasSize(1);
    }
  }

  /** It says nothing that was not known, and another request is out. */
  @Test
  void otherAnswerToAnEarlierRequest_shouldAddNothing() {
    Diary diary = silent();
    diary.until("2026-01-31T00:36:00Z").skip();
    for (ChannelOutcome outcome : List.of(PENDING, UNKNOWN, NOT_FOUND)) {
      diary.says(outcome, diary.paymentOf(2), 1);
    }
    diary.tells();
  }

  /** From then on the channel is asked as often as for any answer that is not final. */
  @Test
  void inquiryThatIsAnswered_shouldGoOnFromThere() {
    Diary diary = silent();
    diary.until("2026-01-31T00:35:00Z").skip().answered(PENDING).channel(PENDING);
    diary.until("2026-01-31T01:30:00Z").channel(OK).until("2026-01-31T03:00:00Z");
    diary.tells(
        "2026-01-31T00:35:00Z ChargeUnresolved 2",
        "2026-01-31T01:05:00Z InquiryRequested 2",
        "2026-01-31T01:05:00Z ChargeUnresolved 2",
        "2026-01-31T02:05:00Z InquiryRequested 2",
        "2026-01-31T02:05:00Z ChargeSucceeded 2");
  }

  /** The request was lost before it reached the channel. */
  @Test
  void requestThatWasLost_shouldBePresentedAgain() {
    Diary diary = silent();
    diary.until("2026-01-31T00:35:00Z").skip().answered(NOT_FOUND).answered(OK);
    diary.tells(
        "2026-01-31T00:35:00Z ChargePresentedAgain 2", "2026-01-31T00:35:00Z ChargeSucceeded 2");
  }

  /** An inquiry may be lost too: the next one is due as if the charge had never been answered. */
  @Test
  void inquiryThatIsNeverAnswered_shouldBeFollowedByTheNext() {
    Diary diary = Diary.monthly(START).channel(UNKNOWN);
    diary.until("2026-01-31T00:05:30Z").channelSilent().skip().until("2026-02-01T12:00:00Z");
    diary.tells(
        "2026-01-31T00:06:00Z InquiryRequested 2",
        "2026-01-31T00:35:00Z InquiryRequested 2",
        "2026-01-31T02:05:00Z InquiryRequested 2",
        "2026-01-31T08:05:00Z InquiryRequested 2",
        "2026-02-01T00:00:00Z PeriodStarted 2",
        "2026-02-01T08:05:00Z InquiryRequested 2");
  }

  @Test
  void refundThatIsNeverAnswered_shouldBeInquiredAboutAndGivenUpThen() {
    Diary diary = Diary.monthly(START).channelSilent();
    diary.sent(refund(diary));
    diary.until("2026-01-12T00:00:00Z");
    diary.tells(
        "2026-01-01T00:00:00Z RefundRequested 100",
        "2026-01-01T00:30:00Z RefundInquiryRequested 100",
        "2026-01-01T02:00:00Z RefundInquiryRequested 100",
        "2026-01-01T08:00:00Z RefundInquiryRequested 100",
        "2026-01-02T08:00:00Z RefundInquiryRequested 100",
        "2026-01-06T08:00:00Z RefundInquiryRequested 100",
        "2026-01-11T00:00:00Z RefundUnresolved 100");
  }

  /** A silent refund holds up no charge. */
  @Test
  void charges_shouldBeMadeInTimeBesideARefundThatIsNeverAnswered() {
    Diary diary = Diary.approved(START, Offer.from(START).every(3, PeriodUnit.DAY).build());
    diary.channelSilent().sent(refund(diary));
    diary.skip().channel(OK).channelOfRefunds(UNKNOWN).until("2026-01-04T00:00:00Z");
    assertThat(diary.all()).filteredOn(Event.ChargeRequested.class::isInstance).hasSize(2);
  }

  /**
   * Nothing ran for longer than the whole ladder: the channel gets its time to answer all the same.
   */
  @Test
  void outage_shouldTakeNoInquiryAway() {
    Diary diary = silent();
    diary.until("2026-01-31T00:06:00Z").skip().outageUntil("2026-02-20T00:00:00Z");
    diary.until("2026-02-21T10:00:00Z");
    diary.tells(
        "2026-02-20T00:00:00Z InquiryRequested 2",
        "2026-02-20T00:00:00Z PeriodStarted 2",
        "2026-02-20T01:30:00Z InquiryRequested 2",
        "2026-02-20T07:30:00Z InquiryRequested 2",
        "2026-02-21T07:30:00Z InquiryRequested 2");
  }

  @Test
  void lastChargeOfOneThatIsOver_shouldParkToo() {
    Diary diary = silent();
    diary.until("2026-01-31T00:06:00Z").terminate();
    diary.until("2026-03-01T00:00:00Z");
    assertThat(diary.all().getLast()).isInstanceOf(Event.Parked.class);
    assertThat(Agenda.nextDueAt(diary.state())).isEmpty();
  }

  /** A silence is asked about on rungs that there are, later and later, and comes to an end. */
  @Test
  void ladder_shouldLeadOnFromEveryRung() {
    Instant from = Given.time(START);
    List<Instant> rungs = new ArrayList<>();
    for (int n = 1; InquiryLadder.dueAt(from, n).isPresent(); n++) {
      rungs.add(InquiryLadder.dueAt(from, n).get());
    }
    assertThat(rungs).isSorted().doesNotHaveDuplicates();
    assertThat(rungs.getLast()).isEqualTo(from.plus(Duration.ofDays(7)));
    for (int n = 0; n <= rungs.size(); n++) {
      Optional<Integer> next = InquiryLadder.afterSilence(n);
      Instant asked = n == 0 ? from : rungs.get(n - 1);
      Instant then = next.map(m -> rungs.get(m - 1)).orElse(InquiryLadder.overAt(from));
      assertThat(then).isAfterOrEqualTo(asked.plus(Duration.ofMinutes(10)));
    }
  }

  /** The second period is asked for, and the channel says nothing any more. */
  private static Diary silent() {
    return Diary.monthly(START).channelSilent();
  }

  private static Input.Command refund(Diary diary) {
    return new Input.Command.RefundPayment(
        "c-f",
        Given.CLIENT,
        "f-1",
        diary.paymentOf(1),
        Given.usd(100),
        Optional.empty(),
        Memory.NONE);
  }
}
