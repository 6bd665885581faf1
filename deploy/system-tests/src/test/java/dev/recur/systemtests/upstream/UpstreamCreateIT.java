package dev.recur.systemtests.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alipay.global.api.model.ResultStatusType;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.LedgerCheck;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.Told;
import dev.recur.systemtests.expect.WebhookCheck;
import dev.recur.systemtests.merchant.Buyer;
import dev.recur.systemtests.merchant.InquireSubscription;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Inbox.Webhook;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** A create that an upstream system writes onto {@code subscription.commands} itself. */
@OnStack
@Order(OnStack.FIRST + 4)
class UpstreamCreateIT extends UpstreamTest {

  private static final OffsetDateTime NOW = OffsetDateTime.parse("2027-01-31T10:00:00+08:00");
  private static final OffsetDateTime UNTIL = NOW.plusMonths(3);
  private static final Duration WITHIN = Duration.ofSeconds(60);

  @AfterAll
  void report() {
    Report.heading("UpstreamCreateIT");
    Report.remark("a create written onto the topic became a subscription, charged and told");
  }

  @Test
  void create_shouldBecomeASubscription_whichTheGatewayKnowsAsItsOwn() throws IOException {
    Offer offer = Offer.monthly("upstream-1", NOW, 2500, "PHP");
    Expectation expectation = new Expectation(merchant.clientId(), offer, NOW);
    String id = expectation.subscriptionId();

    String clock = stack.admin().createClock(NOW);
    String commandId = upstream.create(offer, clock, null);

    // The answer is on a public topic, under the command's id.
    assertThat(upstream.reply(commandId))
        .isEqualTo(new UpstreamSystem.Reply(id, "SUCCEEDED", "SUCCESS", "success.", 1));
    assertThat(merchant.inquire(id))
        .containsEntry("subscriptionRequestId", offer.requestId())
        .containsEntry("lifecycleStatus", "incomplete");

    // The merchant asks for the same over HTTP: it is the same subscription, and so the buyer gets
    // a page to agree on.
    var created = merchant.create(offer, clock);
    assertThat(created.getResult().getResultStatus())
        .as(OfficialSdk.words(created.getResult()))
        .isEqualTo(ResultStatusType.S);
    Buyer.approve(created.getNormalUrl());
    stack.admin().advance(clock, UNTIL);

    LedgerCheck ledger =
        LedgerCheck.of(expectation.charges(UNTIL), stack.bank().charges(List.of(id)));
    assertThat(ledger.isExact()).as("%s", ledger).isTrue();
    assertThat(ledger.found()).isEqualTo(4);
    await("its webhooks")
        .atMost(WITHIN)
        .untilAsserted(
            () -> {
              List<Told> told = new ArrayList<>();
              for (Webhook webhook : stack.inbox().webhooks(List.of(id))) {
                assertThat(merchant.verifies(webhook)).isTrue();
                told.add(webhook.told());
              }
              WebhookCheck check = WebhookCheck.of(expectation.notices(UNTIL), told);
              assertThat(check.isCompleteAndInSequence()).as("%s", check).isTrue();
            });
  }

  @Test
  void misplacedCreate_shouldGoToDeadLetters_withTheCure() throws Exception {
    Offer offer = Offer.monthly("upstream-misplaced", NOW, 2500, "PHP");
    String id = new Expectation(merchant.clientId(), offer, NOW).subscriptionId();
    int partitions = kafka.partitions("subscription.commands");
    int owner = Utils.toPositive(Utils.murmur2(id.getBytes(UTF_8))) % partitions;

    String clock = stack.admin().createClock(NOW);
    // As a client with another partitioner would place it.
    upstream.create(offer, clock, (owner + 1) % partitions);

    ConsumerRecord<byte[], byte[]> letter =
        await("the dead letter")
            .atMost(WITHIN)
            .until(
                () ->
                    kafka.records("subscription.commands.dead-letters").stream()
                        .filter(dead -> id.equals(text(dead.key())))
                        .findFirst(),
                Optional::isPresent)
            .orElseThrow();
    assertThat(header(letter, "dead-letter-reader")).isEqualTo("billing-worker");
    assertThat(header(letter, "dead-letter-partition"))
        .isEqualTo(Integer.toString((owner + 1) % partitions));
    assertThat(header(letter, "dead-letter-reason"))
        .contains("belongs on partition " + owner)
        .contains("partitioner=murmur2_random");
    assertThat(header(letter, "command-id")).isEqualTo("upstream-create-upstream-misplaced");
    assertThat(merchant.execute(new InquireSubscription(id)).getResult().getResultCode())
        .isEqualTo("SUBSCRIPTION_NOT_EXIST");

    // Cured: the same command where it belongs.
    upstream.create(offer, clock, null);
    await("the subscription")
        .atMost(WITHIN)
        .until(
            () ->
                merchant
                    .execute(new InquireSubscription(id))
                    .getResult()
                    .getResultCode()
                    .equals("SUCCESS"));
  }

  private static String text(byte[] bytes) {
    return bytes == null ? "" : new String(bytes, UTF_8);
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    Header header = record.headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), UTF_8);
  }
}
