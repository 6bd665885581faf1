package dev.recur.systemtests.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.systemtests.expect.Diary;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.PublishedIds;
import dev.recur.systemtests.merchant.Witness;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import dev.recur.systemtests.upstream.UpstreamSystem.Reply;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * All that a subscription can do, asked for by a program that never calls the gateway: it writes
 * onto {@code subscription.commands} and reads {@code command.replies}.
 */
@OnStack
@Order(OnStack.FIRST + 6)
class UpstreamCommandsIT extends UpstreamTest {

  private static final OffsetDateTime NOW = OffsetDateTime.parse("2027-01-31T10:00:00+08:00");

  @AfterAll
  void report() {
    Report.heading("UpstreamCommandsIT");
    Report.count("commands answered on command.replies", upstream.answered());
  }

  @Test
  void updatePauseReplaceRefundAndCancel_shouldBeDoneAndAnswered() throws IOException {
    String clock = stack.admin().createClock(NOW);
    Witness life = approved(Offer.monthly("topic-life", NOW, 2500, "PHP"), clock, false);
    until(clock, "2027-02-10T10:00:00+08:00");
    String id = life.birth().subscriptionId();

    Map<String, Object> dearer =
        Map.of(
            "update",
            Map.of(
                "requestId",
                life.knows("topic-1"),
                "paymentAmount",
                php(3000),
                "prorationMode",
                "IMMEDIATE_PAY_CUSTOM_AMOUNT",
                "customAmount",
                php(500)));
    Reply updated = upstream.reply(upstream.send(id, "update", dearer));
    assertThat(updated.code()).as("%s", updated).isEqualTo("SUCCESS");
    until(clock, "2027-02-10T11:00:00+08:00");
    // Another command with the same request is the same request.
    succeeded(upstream.send(id, "update-again", dearer));
    refused(
        "REPEAT_REQ_INCONSISTENT",
        upstream.send(
            id,
            "update-other",
            Map.of("update", Map.of("requestId", "topic-1", "paymentAmount", php(3001)))));
    Map<String, Object> back =
        Map.of(
            "refund",
            Map.of(
                "refundRequestId",
                life.knows("topic-2"),
                "paymentId",
                PublishedIds.paymentOfPeriod(id, 1),
                "amount",
                php(700),
                "notificationUrl",
                merchant.webhookUrl("refund")));
    succeeded(upstream.send(id, "refund", back));
    succeeded(upstream.send(id, "refund-again", back));
    refused("REFUND_AMOUNT_EXCEED", upstream.send(id, "refund-much", refund("topic-3", id, 1801)));
    succeeded(upstream.send(id, "pause", Map.of("pause", Map.of("requestId", "topic-4"))));
    until(clock, "2027-03-05T10:00:00+08:00");
    life.is("ACTIVE paused");
    succeeded(
        upstream.send(
            id,
            "replace",
            Map.of(
                "replacePaymentMethod",
                Map.of(
                    "requestId",
                    "topic-5",
                    "paymentMethod",
                    Map.of("type", "GCASH", "id", "another")))));
    succeeded(upstream.send(id, "resume", Map.of("resume", Map.of("requestId", "topic-6"))));
    until(clock, "2027-04-02T10:00:00+08:00");
    succeeded(upstream.send(id, "cancel", Map.of("cancel", Map.of("cancellationType", "CANCEL"))));
    until(clock, "2027-06-01T10:00:00+08:00");

    life.is("TERMINATED canceled");
    life.bank(
        """
        2027-01-31T10:00:00 charge 1 2500 PHP SUCCEEDED
        2027-02-10T10:00:00 charge change:topic-1 500 PHP SUCCEEDED
        2027-02-10T11:00:00 refund:topic-2 700 PHP SUCCEEDED
        2027-03-30T10:05:00 charge 3 3000 PHP SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 2500 PHP at 2027-01-31T10:00:00 of 2027-01-31T10:00:00/2027-02-28T10:00:00
        UPDATE ACTIVE active, 1 MONTH
        payment change:topic-1 S 500 PHP at 2027-02-10T10:00:00 of \
        1 2027-01-31T10:00:00/2027-02-28T10:00:00
        refund topic-2 SUCCESS 700 PHP at 2027-02-10T11:00:00
        UPDATE ACTIVE paused, 1 MONTH
        UPDATE ACTIVE paused, 1 MONTH, tokenId another
        UPDATE ACTIVE active, 1 MONTH, tokenId another
        payment 3 S 3000 PHP at 2027-03-30T10:05:00 of 2027-03-31T10:00:00/2027-04-30T10:00:00
        CANCEL ACTIVE active, 1 MONTH, subscriptionEndTime 2027-04-30T10:00:00+08:00, \
        tokenId another
        """);
    assertThat(updated.sequence()).isPositive();
  }

  @Test
  void change_shouldBeAnsweredOnceTheOldOneHasEnded() throws IOException {
    String clock = stack.admin().createClock(NOW);
    Witness old = approved(Offer.monthly("topic-old", NOW, 2500, "PHP"), clock, false);
    until(clock, "2027-02-10T10:00:00+08:00");

    succeeded(
        upstream.send(
            old.birth().subscriptionId(),
            "change",
            Map.of("change", Map.of("requestId", "topic-new", "paymentAmount", php(4000)))));
    old.is("TERMINATED canceled");
    Witness next =
        new Witness(
            stack,
            merchant,
            new Diary.Birth(
                PublishedIds.changed(merchant.clientId(), "topic-new"),
                "topic-new",
                "2027-02-10T10:00:00+08:00",
                old.birth().description(),
                "ok"));
    until(clock, "2027-03-10T10:00:00+08:00");
    next.is("ACTIVE active");
    old.bank("2027-01-31T10:00:00 charge 1 2500 PHP SUCCEEDED\n");
    next.bank(
        """
        2027-02-10T10:00:00 charge 1 4000 PHP SUCCEEDED
        2027-03-09T10:05:00 charge 2 4000 PHP SUCCEEDED
        """);
    old.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 2500 PHP at 2027-01-31T10:00:00 of 2027-01-31T10:00:00/2027-02-28T10:00:00
        TERMINATE TERMINATED canceled, 1 MONTH, subscriptionEndTime 2027-02-10T10:00:00+08:00
        """);
    next.tells(
        """
        CHANGE ACTIVE active, 1 MONTH, relatedSubscriptionId %s
        payment 1 S 4000 PHP at 2027-02-10T10:00:00 of 2027-02-10T10:00:00/2027-03-10T10:00:00
        payment 2 S 4000 PHP at 2027-03-09T10:05:00 of 2027-03-10T10:00:00/2027-04-10T10:00:00
        """
            .formatted(old.birth().subscriptionId()));
  }

  @Test
  void charge_shouldBeMadeOncePerPaymentRequestId() throws IOException {
    String clock = stack.admin().createClock(NOW);
    Offer offer = Offer.monthly("topic-hand", NOW, 2500, "PHP").every(10, ChronoUnit.DAYS);
    Witness life = approved(offer, clock, true);
    until(clock, "2027-02-01T10:00:00+08:00");
    String id = life.birth().subscriptionId();

    Map<String, Object> charge =
        Map.of("charge", Map.of("paymentRequestId", life.knows("topic-hand-1"), "amount", php(99)));
    succeeded(upstream.send(id, "charge", charge));
    until(clock, "2027-02-02T10:00:00+08:00");
    succeeded(upstream.send(id, "charge-again", charge));
    until(clock, "2027-02-25T10:00:00+08:00");
    life.is("ACTIVE active");
    life.bank("2027-02-01T10:00:00 charge manual:topic-hand-1 99 PHP SUCCEEDED\n");
    life.tells(
        """
        CREATE ACTIVE trialing, 10 DAY
        payment manual:topic-hand-1 S 99 PHP at 2027-02-01T10:00:00 of \
        1 2027-01-31T10:00:00/2027-02-10T10:00:00
        """);
  }

  @Test
  void whatCannotBeDone_shouldBeAnsweredWithTheReason() throws IOException {
    String clock = stack.admin().createClock(NOW);
    Witness life = approved(Offer.monthly("topic-no", NOW, 2500, "PHP"), clock, false);
    until(clock, "2027-02-10T10:00:00+08:00");
    String id = life.birth().subscriptionId();

    refused(
        "PARAM_ILLEGAL",
        upstream.send(
            id,
            "two-at-once",
            Map.of("pause", Map.of("requestId", "no-1"), "resume", Map.of("requestId", "no-2"))));
    refused("PARAM_ILLEGAL", upstream.send(id, "nothing", Map.of()));
    refused(
        "PROCESS_FAIL",
        upstream.send(id, "managed", Map.of("charge", Map.of("paymentRequestId", "no-3"))));
    refused(
        "SUBSCRIPTION_NOT_EXIST",
        upstream.send(
            PublishedIds.subscription(merchant.clientId(), "never asked for"),
            "unborn",
            Map.of("pause", Map.of("requestId", "no-4"))));
    refused("ORDER_NOT_EXIST", upstream.send(id, "unpaid", refund("no-5", "S0", 1)));
    until(clock, "2027-02-28T10:00:00+08:00");
    life.is("ACTIVE active");
    life.bank(
        """
        2027-01-31T10:00:00 charge 1 2500 PHP SUCCEEDED
        2027-02-27T10:05:00 charge 2 2500 PHP SUCCEEDED
        """);
    life.tells(
        """
        CREATE ACTIVE active, 1 MONTH
        payment 1 S 2500 PHP at 2027-01-31T10:00:00 of 2027-01-31T10:00:00/2027-02-28T10:00:00
        payment 2 S 2500 PHP at 2027-02-27T10:05:00 of 2027-02-28T10:00:00/2027-03-31T10:00:00
        """);
  }

  /** Asks for a subscription and says that the buyer agrees. */
  private Witness approved(Offer offer, String clock, boolean selfManaged) {
    succeeded(
        selfManaged
            ? upstream.createSelfManaged(offer, clock)
            : upstream.create(offer, clock, null));
    String id = PublishedIds.subscription(merchant.clientId(), offer.requestId());
    succeeded(upstream.send(id, "approve-" + offer.requestId(), Map.of("approve", Map.of())));
    return new Witness(
        stack,
        merchant,
        new Diary.Birth(
            id,
            offer.requestId(),
            Expectation.wire(offer.start()),
            "Coffee, " + offer.requestId(),
            offer.mood().methodId()));
  }

  private void until(String clock, String to) {
    stack.admin().advance(clock, OffsetDateTime.parse(to));
  }

  private void succeeded(String commandId) {
    Reply reply = upstream.reply(commandId);
    assertThat(reply.status() + " " + reply.code()).as("%s", reply).isEqualTo("SUCCEEDED SUCCESS");
  }

  private void refused(String code, String commandId) {
    Reply reply = upstream.reply(commandId);
    assertThat(reply.status() + " " + reply.code()).as("%s", reply).isEqualTo("FAILED " + code);
    assertThat(reply.message()).as("%s", reply).hasSizeBetween(15, 256).endsWith(".");
  }

  private static Map<String, Object> refund(String requestId, String subscriptionId, long minor) {
    return Map.of(
        "refund",
        Map.of(
            "refundRequestId",
            requestId,
            "paymentId",
            PublishedIds.paymentOfPeriod(subscriptionId, 1),
            "amount",
            php(minor)));
  }

  private static Map<String, Object> php(long minor) {
    return Map.of("amountMinor", minor, "currency", "PHP");
  }
}
