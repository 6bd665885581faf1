package dev.recur.systemtests.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.recur.systemtests.expect.Charge;
import dev.recur.systemtests.expect.LedgerCheck;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.Purpose;
import dev.recur.systemtests.expect.WebhookCheck;
import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Bank;
import dev.recur.systemtests.stack.Inbox.Webhook;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import dev.recur.systemtests.stack.Stack;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * A portfolio travels a year. On the way each process of the stack is killed once, in the middle of
 * charging; the launcher starts it again. In the end the ledger is the same as without, but for how
 * often keys were presented, and every webhook has arrived.
 */
@OnStack
@Order(OnStack.LAST)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillIT {

  private static final OffsetDateTime BORN = OffsetDateTime.parse("2027-01-29T09:00:00+08:00");
  private static final int SUBSCRIPTIONS = 28;

  /** Days between two kills: seven of them, and a quiet rest, make a year. */
  private static final int SLICE_DAYS = 50;

  private static final OffsetDateTime END = BORN.plusYears(1).plusDays(1);

  /**
   * The merchant first: what it did not acknowledge comes again after two minutes, and meanwhile
   * the others are killed.
   */
  private static final List<String> VICTIMS =
      List.of(
          "merchant",
          "notifier",
          "billing-worker",
          "sandbox-channel",
          "broker",
          "registry",
          "subscription-service");

  /** A delivery that failed is made again after 2 minutes, and if need be 10 minutes later. */
  private static final Duration WEBHOOKS_WITHIN = Duration.ofMinutes(4);

  private final List<Killing> killings = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private Stack stack;

  @SuppressWarnings("NullAway.Init")
  private OfficialSdk merchant;

  @SuppressWarnings("NullAway.Init")
  private Portfolio portfolio;

  @BeforeAll
  void killEachOnce(Stack running) throws IOException {
    stack = running;
    merchant =
        new OfficialSdk(
            stack.file().gateway(), stack.admin().registerMerchant("SANDBOX_KILL_SHOP"));
    portfolio = Portfolio.open(stack, merchant, BORN, Portfolio.mixed("kill", BORN, SUBSCRIPTIONS));
    assertThat(stack.file().processes().keySet()).containsExactlyInAnyOrderElementsOf(VICTIMS);
    OffsetDateTime to = BORN;
    for (String victim : VICTIMS) {
      to = to.plusDays(SLICE_DAYS);
      killings.add(Killing.during(portfolio, victim, to, SUBSCRIPTIONS));
    }
    stack.admin().advance(portfolio.clock(), END);
  }

  @Test
  @Order(1)
  void eachProcess_shouldHaveBeenKilledWithChargesInFlight() {
    assertThat(killings).extracting(Killing::victim).containsExactlyElementsOf(VICTIMS);
    assertThat(killings)
        .allSatisfy(
            killing -> assertThat(killing.inFlight()).hasSizeGreaterThan(SUBSCRIPTIONS / 5));
  }

  @Test
  @Order(2)
  void ledger_shouldBeTheSameAsWithoutKills_butForCalls() throws IOException {
    List<Bank.Line> lines = portfolio.lines();
    LedgerCheck check = portfolio.checkLedger(END);
    Report.heading("KillIT: " + SUBSCRIPTIONS + " subscriptions, one year, each process killed");
    for (Killing killing : killings) {
      Report.remark(
          "%-22s killed with %2d charges in flight, settled %4.1f s later%s"
              .formatted(
                  killing.victim(),
                  killing.inFlight().size(),
                  killing.took().toMillis() / 1000.0,
                  killing.others() == 0 ? "" : ", " + killing.others() + " others restarted"));
    }
    Report.count("kills done", killings.size());
    Report.count("charges expected", check.expected());
    Report.count("charges found at the channel", check.found());
    Report.count("missed", check.missed().size());
    Report.count("doubled", check.doubled().size());
    Report.count(
        "keys presented again after a kill", lines.stream().filter(l -> l.calls() > 1).count());

    assertThat(check.isExact()).as("%s", check).isTrue();
    assertThat(check.found()).isGreaterThan(SUBSCRIPTIONS * 12);
    // Had no key been presented again, no kill would have struck where it hurts.
    assertThat(lines).anyMatch(line -> line.calls() > 1);
  }

  @Test
  @Order(3)
  void negativeControl_freshKeyForEveryPresentation_shouldBeSeenAsDoubles() throws IOException {
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      offers.add(Offer.monthly("control-" + i, BORN.plusHours(1 + i), 500, "PHP"));
    }
    Portfolio control = Portfolio.open(stack, merchant, BORN, offers);
    OffsetDateTime until = BORN.plusDays(1);
    stack.gate().freshKeys(true);
    Killing killing;
    try {
      killing = Killing.during(control, "billing-worker", until, offers.size());
    } finally {
      stack.gate().freshKeys(false);
    }

    LedgerCheck check = control.checkLedger(until);
    Report.heading("Negative control: a fresh key for every presentation");
    Report.count("charges expected", check.expected());
    Report.count("doubled, as must be seen", check.doubled().size());

    Set<Purpose> charged =
        control.expectedCharges(until).stream()
            .filter(charge -> killing.inFlight().contains(charge.key()))
            .map(Charge::what)
            .collect(Collectors.toSet());
    assertThat(charged).isNotEmpty();
    assertThat(check.doubled()).containsAll(charged);
    assertThat(check.isExact()).isFalse();
  }

  @Test
  @Order(4)
  void everyWebhook_shouldHaveArrived_andBeGenuine() throws IOException {
    await("every webhook")
        .atMost(WEBHOOKS_WITHIN)
        .pollInterval(Duration.ofSeconds(2))
        .ignoreExceptionsInstanceOf(IOException.class)
        .until(() -> portfolio.webhooks(), received -> incomplete(received).isEmpty());
    List<Webhook> received = portfolio.webhooks();
    Map<String, WebhookCheck> checks = portfolio.checkWebhooks(END, received);
    Report.heading("KillIT: the webhooks of that year");
    Report.count("webhooks expected", portfolio.expectedNotices(END));
    Report.count("webhooks found", checks.values().stream().mapToInt(WebhookCheck::found).sum());
    Report.count("lost", checks.values().stream().mapToInt(check -> check.lost().size()).sum());
    Report.count("delivered again", checks.values().stream().mapToInt(WebhookCheck::repeats).sum());

    assertThat(checks.values()).allSatisfy(check -> assertThat(check.isComplete()).isTrue());
    assertThat(received).allSatisfy(webhook -> assertThat(merchant.verifies(webhook)).isTrue());
  }

  private List<String> incomplete(List<Webhook> received) {
    return portfolio.checkWebhooks(END, received).entrySet().stream()
        .filter(check -> !check.getValue().isComplete())
        .map(Map.Entry::getKey)
        .toList();
  }
}
