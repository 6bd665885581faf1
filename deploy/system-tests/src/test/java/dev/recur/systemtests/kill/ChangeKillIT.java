package dev.recur.systemtests.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.alipay.global.api.model.Result;
import com.alipay.global.api.model.ResultStatusType;
import com.alipay.global.api.request.ams.subscription.AlipaySubscriptionChangeRequest;
import dev.recur.systemtests.expect.Calendar;
import dev.recur.systemtests.expect.Charge;
import dev.recur.systemtests.expect.Expectation;
import dev.recur.systemtests.expect.LedgerCheck;
import dev.recur.systemtests.expect.Notice;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.PublishedIds;
import dev.recur.systemtests.expect.Purpose;
import dev.recur.systemtests.merchant.InquireSubscription;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Inbox.Webhook;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import dev.recur.systemtests.stack.Stack;
import dev.recur.systemtests.stack.StackKafka;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * The billing worker is killed while subscriptions are put in the place of others. A change is two
 * subscriptions on two partitions and two commands between them, and a kill may fall between any
 * two steps: afterwards each old one is over, or goes on, and the new one is there exactly in the
 * former case; and nobody was charged twice.
 */
@OnStack
@Order(OnStack.LAST - 1)
class ChangeKillIT {

  private static final OffsetDateTime BORN = OffsetDateTime.parse("2027-03-05T09:00:00+08:00");
  private static final OffsetDateTime CHANGED = BORN.plusDays(5);
  private static final OffsetDateTime END = BORN.plusMonths(2).plusDays(1);

  private static final int SUBSCRIPTIONS = 24;

  /** Of these two ask for one and the same new one: one of them has to go on. */
  private static final int RIVALS = 6;

  /** These are not changed at all. */
  private static final int UNTOUCHED = 4;

  private static final int KILLS = 3;
  private static final int AT_A_TIME = 8;
  private static final Duration WITHIN = Duration.ofSeconds(60);

  /**
   * A change leaves some eight events and marks in the ledger, the fewer the more of them end in
   * one transaction: the last kill has to fall before the last of them.
   */
  private static final int EVENTS_BETWEEN_KILLS_MAX = 40;

  private static final String LEDGER = "subscription.events";

  @SuppressWarnings("NullAway.Init")
  private Stack stack;

  @SuppressWarnings("NullAway.Init")
  private OfficialSdk merchant;

  @SuppressWarnings("NullAway.Init")
  private Portfolio portfolio;

  private final List<Moment> kills = new ArrayList<>();
  private final List<Fate> fates = new ArrayList<>();

  /**
   * When a kill fell.
   *
   * @param events how long the ledger had become since the first change was asked for
   * @param answered how many changes had their answer
   */
  private record Moment(long events, long answered) {}

  /**
   * What became of a change.
   *
   * @param answer what the merchant was answered in the end
   * @param over true when the old one has ended for the new one
   * @param follows true when the new one is there and follows the old one
   */
  private record Fate(String oldId, String newId, Result answer, boolean over, boolean follows) {}

  @BeforeAll
  void killWhileChanging(Stack running) throws IOException {
    stack = running;
    merchant =
        new OfficialSdk(
            stack.file().gateway(), stack.admin().registerMerchant("SANDBOX_CHANGE_SHOP"));
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < SUBSCRIPTIONS; i++) {
      offers.add(Offer.monthly("old-" + i, BORN.plusMinutes(i), 1000, "PHP"));
    }
    portfolio = Portfolio.open(stack, merchant, BORN, offers);
    stack.admin().advance(portfolio.clock(), CHANGED);

    long seed = Long.getLong("recur.kill.seed", System.nanoTime());
    Random random = new Random(seed);
    Report.heading("ChangeKillIT: " + SUBSCRIPTIONS + " subscriptions, seed " + seed);
    try (ExecutorService hands = Executors.newFixedThreadPool(AT_A_TIME);
        StackKafka kafka = stack.kafka()) {
      List<CompletableFuture<Result>> changes = new ArrayList<>();
      long before = kafka.written(LEDGER);
      for (int i = 0; i < SUBSCRIPTIONS - UNTOUCHED; i++) {
        AlipaySubscriptionChangeRequest change = change(i);
        changes.add(
            CompletableFuture.supplyAsync(
                () -> merchant.executeUntilFinal(change).getResult(), hands));
      }
      for (int kill = 0; kill < KILLS; kill++) {
        long next = kafka.written(LEDGER) + 1 + random.nextInt(EVENTS_BETWEEN_KILLS_MAX);
        await("the worker to have decided some more")
            .atMost(WITHIN)
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(2))
            .until(() -> kafka.written(LEDGER) >= next);
        long pid = stack.kill("billing-worker");
        long answered = changes.stream().filter(CompletableFuture::isDone).count();
        kills.add(new Moment(kafka.written(LEDGER) - before, answered));
        stack.awaitRestarted("billing-worker", pid);
      }
      List<Result> answers = changes.stream().map(CompletableFuture::join).toList();
      stack.admin().advance(portfolio.clock(), END);
      for (int i = 0; i < answers.size(); i++) {
        fates.add(fate(i, answers.get(i)));
      }
    }
  }

  private Fate fate(int i, Result answer) {
    String newId = PublishedIds.changed(merchant.clientId(), changeRequestId(i));
    Map<String, Object> old = merchant.inquire(oldId(i));
    Map<String, Object> next =
        merchant.executeUntilFinal(new InquireSubscription(newId)).getSubscription();
    return new Fate(
        oldId(i),
        newId,
        answer,
        "TERMINATED".equals(old.get("status")) && newId.equals(old.get("replacedBySubscriptionId")),
        next != null
            && "ACTIVE".equals(next.get("status"))
            && oldId(i).equals(next.get("relatedSubscriptionId")));
  }

  @Test
  void kills_shouldHaveFallenWhileChangesWereUnderWay() {
    assertThat(kills).hasSize(KILLS);
    assertThat(kills).allMatch(kill -> kill.answered() < fates.size());
  }

  @Test
  void eachOldOne_shouldBeOverExactlyIfTheNewOneIsThere() {
    assertThat(fates).allMatch(fate -> fate.over() == fate.follows());
    for (Fate fate : fates) {
      assertThat(fate.answer().getResultStatus())
          .as(OfficialSdk.words(fate.answer()))
          .isEqualTo(fate.over() ? ResultStatusType.S : ResultStatusType.F);
    }
    // Of two that wanted the same new one, one has it.
    for (int i = 0; i < RIVALS; i += 2) {
      assertThat(fates.get(i).over()).isNotEqualTo(fates.get(i + 1).over());
    }
    assertThat(fates.subList(RIVALS, fates.size())).allMatch(Fate::over);
  }

  @Test
  void bank_shouldHaveChargedEachPeriodOnce() throws IOException {
    List<Charge> expected = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>();
    for (int i = 0; i < SUBSCRIPTIONS; i++) {
      boolean over = i < fates.size() && fates.get(i).over();
      ids.add(oldId(i));
      expected.addAll(expectation(i).charges(over ? CHANGED : END));
      if (over) {
        ids.add(fates.get(i).newId());
        expected.addAll(charges(fates.get(i).newId()));
      }
    }
    LedgerCheck check = LedgerCheck.of(expected, stack.bank().charges(ids));
    for (Moment kill : kills) {
      Report.remark(
          "billing-worker killed after %d events, when %d of %d changes were answered"
              .formatted(kill.events(), kill.answered(), fates.size()));
    }
    Report.count("changed", fates.stream().filter(Fate::over).count());
    Report.count("charges expected", check.expected());
    Report.count("charges found at the channel", check.found());
    Report.count("missed", check.missed().size());
    Report.count("doubled", check.doubled().size());
    assertThat(check.isExact()).as("%s", check).isTrue();
  }

  @Test
  void merchant_shouldBeToldOnceOfEach() {
    List<String> expected = new ArrayList<>();
    Set<String> ids = new LinkedHashSet<>();
    for (Fate fate : fates) {
      ids.add(fate.oldId());
      expected.add("CREATE " + fate.oldId());
      if (fate.over()) {
        ids.add(fate.newId());
        expected.add("TERMINATE " + fate.oldId());
        expected.add("CHANGE " + fate.newId());
      }
    }
    await("all to be told")
        .atMost(WITHIN)
        .pollInterval(Duration.ofMillis(500))
        .untilAsserted(
            () -> {
              List<String> told = new ArrayList<>();
              for (Webhook webhook : stack.inbox().webhooks(ids)) {
                assertThat(merchant.verifies(webhook)).isTrue();
                Notice notice = webhook.told().notice();
                String type = notice.fields().get("subscriptionNotificationType");
                if (type != null) {
                  told.add(type + " " + notice.subscriptionId());
                }
              }
              assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
            });
  }

  /** What a new one costs: its first period the difference, the others the new price. */
  private static List<Charge> charges(String id) {
    Offer offer = Offer.monthly("new", CHANGED, 2000, "PHP").withTrial(1, 1, 1300);
    return new Calendar(offer, CHANGED)
        .dueBy(END).stream()
            .map(
                due -> {
                  String paymentId = PublishedIds.paymentOfPeriod(id, due.period());
                  return new Charge(
                      PublishedIds.attempt(paymentId, 1),
                      "CHARGE",
                      new Purpose(id, "PERIOD", due.period()),
                      paymentId,
                      due.amountMinor(),
                      offer.currency(),
                      "SUCCEEDED",
                      due.dueAt().toInstant());
                })
            .toList();
  }

  private Expectation expectation(int i) {
    return new Expectation(merchant.clientId(), portfolio.offers().get(i), BORN);
  }

  private String oldId(int i) {
    return expectation(i).subscriptionId();
  }

  /** The first ones ask in pairs for one new subscription. */
  private static String changeRequestId(int i) {
    return "new-" + (i < RIVALS ? i / 2 * 2 : i);
  }

  private AlipaySubscriptionChangeRequest change(int i) {
    AlipaySubscriptionChangeRequest change = new AlipaySubscriptionChangeRequest();
    change.setSubscriptionId(oldId(i));
    change.setSubscriptionChangeRequestId(changeRequestId(i));
    change.setPaymentAmount(OfficialSdk.amount(2000, "PHP"));
    change.setPaymentAmountDifference(OfficialSdk.amount(1300, "PHP"));
    return change;
  }
}
