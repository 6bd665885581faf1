package dev.recur.notifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.buyer.BuyerDirectory;
import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.notifier.notice.LetterFacts;
import dev.recur.notifier.notice.LetterFacts.Wording;
import dev.recur.notifier.notice.Mailing.Standing;
import dev.recur.schemas.avro.AttemptOutcome;
import dev.recur.schemas.avro.CollectionMode;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.FinalAct;
import dev.recur.schemas.avro.LifecycleStatus;
import dev.recur.schemas.avro.PauseReason;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.avro.SubscriptionCreated;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.WebhookDelivery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which e-mails a subscription's life makes, and what becomes of them by how they went. */
class BuyerMailTopologyTest {

  private static final String URL = "https://shop.example/hooks";
  private static final String MAIL_LANE = "SANDBOX_M1 mailto:";

  private final Ledger ledger = new Ledger("S1", URL);

  @TempDir Path stateDir;
  private TestNotifier notifier;

  @BeforeEach
  void start() {
    notifier = new TestNotifier(stateDir);
    notifier.has();
  }

  @AfterEach
  void stop() {
    notifier.close();
  }

  private void aWholeLife() {
    notifier.happens(
        ledger.created(true),
        ledger.approved(),
        ledger.periodStarted(1),
        ledger.periodWaived(1),
        ledger.trialEnding(2),
        ledger.periodStarted(2),
        ledger.chargeSucceeded(2),
        ledger.renewalUpcoming(3),
        ledger.periodStarted(3),
        ledger.chargeDeclined(3, 1, Ledger.START.plusSeconds(60)),
        ledger.chargeDeclined(3, 2, Ledger.START.plusSeconds(120)),
        ledger.chargeDeclined(3, 3, null),
        ledger.paymentFailed(3),
        ledger.paused(PauseReason.UNPAID),
        ledger.resumed(),
        ledger.paused(PauseReason.REQUESTED),
        ledger.resumed(),
        ledger.refundSucceeded(URL),
        ledger.renewalCancelled(),
        ledger.canceledAtTheEndOfThePeriod());
  }

  @Test
  void lifeWithABuyer_shouldMakeExactlyTheseMails() {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    aWholeLife();

    assertThat(mails())
        .containsExactly(
            Wording.ACTIVATED,
            Wording.TRIAL_ENDING,
            Wording.RECEIPT,
            Wording.RENEWAL_UPCOMING,
            Wording.PAYMENT_DECLINED,
            Wording.PAYMENT_FAILED,
            Wording.PAUSED_UNPAID,
            Wording.RESUMED,
            Wording.PAUSED,
            Wording.RESUMED,
            Wording.REFUND,
            Wording.RENEWAL_OFF);
  }

  @Test
  void trial_shouldBeToldAsOne_butNotAStartThatIsToCome() {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    SubscriptionEvent created = ledger.created(true);
    notifier.happens(created, trialing(ledger.approved()));
    Ledger later = new Ledger("S2", URL);
    SubscriptionEvent toCome = later.created(true);
    CreateSubscription terms =
        CreateSubscription.newBuilder(toCome.getCreated().getTerms())
            .setStartTime(Ledger.START.plusSeconds(60))
            .build();
    notifier.happens(
        SubscriptionEvent.newBuilder(toCome).setCreated(new SubscriptionCreated(terms)).build(),
        trialing(later.approved()));

    assertThat(mails()).containsExactly(Wording.ACTIVATED_TRIAL, Wording.ACTIVATED);
  }

  private static SubscriptionEvent trialing(SubscriptionEvent event) {
    return SubscriptionEvent.newBuilder(event).setLifecycleStatus(LifecycleStatus.TRIALING).build();
  }

  @Test
  void firstDeclineThatIsTheLast_shouldBeToldOnce() {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    notifier.happens(
        ledger.created(true),
        ledger.approved(),
        ledger.chargeDeclined(1, 1, null),
        ledger.paymentFailed(1),
        ledger.canceledUnpaid());

    assertThat(mails())
        .containsExactly(Wording.ACTIVATED, Wording.PAYMENT_FAILED, Wording.CANCELED_UNPAID);
  }

  /** A letter that asks to pay would come beside the one that says that it is over. */
  @ParameterizedTest
  @CsvSource({"CANCEL, 0, 0", "PAUSE, 0, 0", "CANCEL, 3, 1", "KEEP, 0, 1"})
  void lastDecline_shouldNotBeToldWhereTheFinalActFollowsAtOnce(
      FinalAct act, int graceDays, int failures) {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    notifier.happens(
        with(act, graceDays, ledger.created(true)),
        ledger.approved(),
        ledger.chargeDeclined(1, 1, Ledger.START.plusSeconds(60)),
        ledger.chargeDeclined(1, 2, null),
        ledger.paymentFailed(1));
    assertThat(mails())
        .startsWith(Wording.ACTIVATED, Wording.PAYMENT_DECLINED)
        .hasSize(2 + failures);

    notifier.happens(ledger.canceledUnpaid());
    assertThat(mails()).containsExactly(Wording.CANCELED_UNPAID);
  }

  /** The worker puts the final act off while it is paused: nothing else tells the failure. */
  @Test
  void lastDeclineWhilePaused_shouldBeTold() {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    notifier.happens(
        with(FinalAct.CANCEL, 0, ledger.created(true)),
        ledger.approved(),
        ledger.paused(PauseReason.REQUESTED),
        SubscriptionEvent.newBuilder(ledger.chargeDeclined(1, 1, null))
            .setLifecycleStatus(LifecycleStatus.PAUSED)
            .build());
    assertThat(mails()).endsWith(Wording.PAYMENT_FAILED);
  }

  private static SubscriptionEvent with(FinalAct act, int graceDays, SubscriptionEvent created) {
    CreateSubscription terms =
        CreateSubscription.newBuilder(created.getCreated().getTerms())
            .setPolicies(Policies.newBuilder().setFinalAct(act).setGraceDays(graceDays).build())
            .build();
    return SubscriptionEvent.newBuilder(created).setCreated(new SubscriptionCreated(terms)).build();
  }

  /** Its retries are given up because it ends: two e-mails would contradict each other. */
  @Test
  void paymentThatIsGivenUpWithTheSubscription_shouldNotBeToldBesides() {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    notifier.happens(
        ledger.created(true),
        ledger.approved(),
        ledger.chargeDeclined(1, 1, Ledger.START.plusSeconds(60)),
        ledger.paymentFailed(1),
        ledger.renewalCancelled());

    assertThat(mails())
        .containsExactly(Wording.ACTIVATED, Wording.PAYMENT_DECLINED, Wording.RENEWAL_OFF);
  }

  /** Nobody keeps a subscription by paying for it after it was cancelled. */
  @Test
  void paymentThatFailsAfterTheCancellation_shouldNotBeSaidToKeepTheSubscription() {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    notifier.happens(
        ledger.created(true),
        ledger.approved(),
        ledger.renewalCancelled(),
        ledger.chargeDeclined(1, 1, null));

    assertThat(mails())
        .containsExactly(Wording.ACTIVATED, Wording.RENEWAL_OFF, Wording.CHARGE_FAILED);
  }

  @Test
  void subscriptionWhoseMerchantAsksForEachPayment_shouldBePromisedNeitherTrialNorRenewal() {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    SubscriptionEvent created = ledger.created(true);
    CreateSubscription terms =
        CreateSubscription.newBuilder(created.getCreated().getTerms())
            .setCollection(CollectionMode.SELF_MANAGED)
            .build();
    notifier.happens(
        SubscriptionEvent.newBuilder(created).setCreated(new SubscriptionCreated(terms)).build(),
        trialing(ledger.approved()));

    assertThat(mails()).containsExactly(Wording.ACTIVATED_SELF_MANAGED);
  }

  @Test
  void end_shouldBeToldOnce() {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    notifier.happens(ledger.created(true), ledger.approved(), ledger.ended());
    Ledger second = new Ledger("S2", URL);
    notifier.happens(
        second.created(true), second.approved(), second.renewalCancelled(), second.ended());
    Ledger third = new Ledger("S3", URL);
    notifier.happens(third.created(true), third.approved(), third.terminated());

    assertThat(mails())
        .containsExactly(
            Wording.ACTIVATED,
            Wording.ENDED,
            Wording.ACTIVATED,
            Wording.RENEWAL_OFF,
            Wording.ACTIVATED,
            Wording.TERMINATED);
  }

  @Test
  void whatNeverBegan_orWasReplaced_shouldNotBeToldAsAnEnd() {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    notifier.happens(ledger.created(true), ledger.declined());
    Ledger canceled = new Ledger("S2", URL);
    notifier.happens(canceled.created(true), canceled.terminated());
    Ledger changed = new Ledger("S3", URL);
    notifier.happens(changed.created(true), changed.approved(), changed.changed());

    assertThat(mails()).containsExactly(Wording.ACTIVATED);
  }

  /** Who came with the subscription may be read about later; who was forgotten is nobody. */
  @ParameterizedTest
  @CsvSource({
    "true, KNOWN, true",
    "true, UNKNOWN, true",
    "true, NOBODY, false",
    "false, KNOWN, true",
    "false, UNKNOWN, false",
    "false, NOBODY, false",
  })
  void mailIsMade_whereSomebodyIsWrittenTo(boolean named, Standing standing, boolean made) {
    notifier.knows(TestNotifier.mailTo(_ -> standing));
    notifier.happens(ledger.created(named), ledger.approved());

    assertThat(mails()).hasSize(made ? 1 : 0);
    assertThat(notifier.inTheAir().stream().filter(shipment -> !shipment.isMail())).hasSize(1);
  }

  @Test
  void withoutAMailServer_noMailShouldBeMade() {
    notifier.knows(BuyerDirectory.NO_MAIL);
    aWholeLife();

    assertThat(mails()).isEmpty();
  }

  @Test
  void subscriptionWithoutABuyer_shouldGetNone() {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.UNKNOWN));
    notifier.happens(
        ledger.created(false), ledger.approved(), ledger.chargeSucceeded(1), ledger.terminated());

    assertThat(mails()).isEmpty();
  }

  @Test
  void mail_shouldSayNothingOfWhoIsWrittenTo_andTheSameWhenReadAgain() {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    notifier.happens(ledger.created(true), ledger.approved());
    WebhookDelivery first = mailDeliveries().getFirst();

    assertThat(first.getUrl()).isEqualTo("mailto:");
    assertThat(first.getNotification()).isEqualTo("email");
    assertThat(first.getEventType()).isEqualTo("email.ACTIVATED");
    assertThat(first.getEndpointId()).isNull();
    assertThat(new String(first.getBody().array(), UTF_8))
        .isEqualTo(
            "{\"notice\":\"ACTIVATED\",\"wording\":\"ACTIVATED\",\"subscriptionId\":\"S1\","
                + "\"merchant\":\"Shop\",\"sandbox\":true,\"description\":\"Coffee\","
                + "\"zone\":\"+08:00\",\"at\":\"2026-11-21T10:00:00Z\","
                + "\"writtenAt\":\"2026-11-21T10:00:00Z\",\"amountMinor\":19900,"
                + "\"currency\":\"PHP\",\"periodUnit\":\"MONTH\",\"periodCount\":1,"
                + "\"next\":\"2026-11-21T10:00:00Z\",\"openEnded\":true}");
  }

  @Test
  void deferredMail_shouldBeTriedByThreeDaysSchedule_andLaterOnesNotWaitForIt() {
    Shipment first = activated();
    notifier.went(first, AttemptOutcome.REFUSED);
    assertThat(mailsInTheAir()).isEmpty();

    notifier.happens(ledger.chargeSucceeded(1));
    assertThat(mailsInTheAir()).extracting(Shipment::eventType).containsExactly("email.RECEIPT");
    notifier.pass(Duration.ofSeconds(7));
    assertThat(mailsInTheAir())
        .extracting(Shipment::eventType, Shipment::attempt)
        .contains(org.assertj.core.groups.Tuple.tuple("email.ACTIVATED", 2));
  }

  /** The server is the operator's: a lane that it closed could be opened by nobody who sees it. */
  @Test
  void mailServerThatIsDown_shouldCloseNoLane_andDeferredMailNotEvenCountAsFailing() {
    activated();
    fortnightOf(AttemptOutcome.REFUSED);
    assertThat(notifier.states()).isEmpty();

    fortnightOf(AttemptOutcome.FAILED);
    assertThat(notifier.states())
        .extracting(state -> state.getStatus().name())
        .containsExactly("FAILING");
  }

  private void fortnightOf(AttemptOutcome outcome) {
    for (int hour = 0; hour < 14 * 24; hour += 6) {
      notifier.happens(ledger.chargeSucceeded(hour));
      mailsInTheAir().forEach(mail -> notifier.went(mail, outcome));
      notifier.pass(Duration.ofHours(6));
    }
  }

  /** Both are over, and neither says that the mail server is in trouble. */
  @ParameterizedTest
  @EnumSource(
      value = AttemptOutcome.class,
      names = {"UNDELIVERABLE", "NOBODY"})
  void mailThatReachesNobody_shouldBeOver(AttemptOutcome outcome) {
    Shipment first = activated();
    notifier.went(first, outcome);
    notifier.pass(Duration.ofDays(4));

    assertThat(mailsInTheAir()).isEmpty();
    notifier.happens(ledger.chargeSucceeded(1));
    assertThat(mailsInTheAir()).hasSize(1);
    assertThat(notifier.states()).isEmpty();
    assertThat(notifier.timed("recur.notifier.event.to.acknowledgement")).isZero();
  }

  /** E-mails have a room of their own: that it is full holds up no webhook. */
  @Test
  void fullMailRoom_shouldHoldUpNoWebhook() {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    for (int merchant = 1; merchant <= 8; merchant++) {
      notifier.answer("M" + merchant + " mailto:", HandOver.NO_ROOM);
    }
    for (int merchant = 1; merchant <= 8; merchant++) {
      notifier.isToBeDelivered(delivery("M" + merchant, "mailto:"));
    }
    for (int merchant = 1; merchant <= 8; merchant++) {
      notifier.isToBeDelivered(delivery("M" + merchant, URL));
    }

    assertThat(notifier.inTheAir()).hasSize(8).noneMatch(Shipment::isMail);
  }

  private static WebhookDelivery delivery(String clientId, String url) {
    String lane = clientId + (url.equals(URL) ? " https://shop.example:443" : " mailto:");
    return WebhookDelivery.newBuilder()
        .setDeliveryId("D" + lane)
        .setEndpoint(lane)
        .setClientId(clientId)
        .setSubscriptionId("S" + clientId)
        .setSequence(1)
        .setPreviousSequence(0)
        .setNotification("email")
        .setUrl(url)
        .setBody(java.nio.ByteBuffer.wrap(new byte[] {'{', '}'}))
        .setCreatedAt(Ledger.START)
        .build();
  }

  private Shipment activated() {
    notifier.knows(TestNotifier.mailTo(_ -> Standing.KNOWN));
    notifier.happens(ledger.created(true), ledger.approved());
    return mailsInTheAir().getFirst();
  }

  private List<Shipment> mailsInTheAir() {
    return notifier.inTheAir().stream().filter(Shipment::isMail).toList();
  }

  private List<WebhookDelivery> mailDeliveries() {
    return notifier.deliveries().stream()
        .filter(delivery -> delivery.getEndpoint().equals(MAIL_LANE))
        .toList();
  }

  private List<Wording> mails() {
    return mailDeliveries().stream()
        .map(delivery -> LetterFacts.parse(delivery.getBody().array()).wording())
        .toList();
  }
}
