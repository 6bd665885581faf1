package dev.recur.systemtests.kill;

import static dev.recur.systemtests.kill.KilledYear.BORN;
import static dev.recur.systemtests.kill.KilledYear.END;
import static dev.recur.systemtests.kill.KilledYear.SUBSCRIPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.systemtests.expect.Charge;
import dev.recur.systemtests.expect.LedgerCheck;
import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.expect.Purpose;
import dev.recur.systemtests.stack.AuditPage;
import dev.recur.systemtests.stack.Bank;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import dev.recur.systemtests.stack.Stack;
import java.io.IOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
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
 * often keys were presented. That every webhook has arrived is {@link KillWebhooksIT}'s to show;
 * the classes between use the stack meanwhile, and find it whole.
 */
@OnStack
@Order(OnStack.FIRST + 1)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class KillIT {

  @SuppressWarnings("NullAway.Init")
  private Stack stack;

  @SuppressWarnings("NullAway.Init")
  private KilledYear year;

  @BeforeAll
  void killEachOnce(Stack running) {
    stack = running;
    year = KilledYear.on(running);
  }

  @Test
  @Order(1)
  void eachProcess_shouldHaveBeenKilledWithChargesInFlight() {
    assertThat(year.killings())
        .extracting(Killing::victim)
        .containsExactlyElementsOf(KilledYear.VICTIMS);
    assertThat(year.killings())
        .allSatisfy(
            killing -> assertThat(killing.inFlight()).hasSizeGreaterThan(SUBSCRIPTIONS / 5));
  }

  @Test
  @Order(2)
  void ledger_shouldBeTheSameAsWithoutKills_butForCalls() throws IOException {
    List<Bank.Line> lines = year.portfolio().lines();
    LedgerCheck check = year.portfolio().checkLedger(END);
    Report.heading("KillIT: " + SUBSCRIPTIONS + " subscriptions, one year, each process killed");
    for (Killing killing : year.killings()) {
      Report.remark(
          "%-22s killed with %2d charges in flight, settled %4.1f s later%s"
              .formatted(
                  killing.victim(),
                  killing.inFlight().size(),
                  killing.took().toMillis() / 1000.0,
                  killing.others() == 0 ? "" : ", " + killing.others() + " others restarted"));
    }
    Report.count("kills done", year.killings().size());
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

  /** The audit was killed too, with the notifier, and goes on with what it had. */
  @Test
  @Order(3)
  void liveAudit_shouldFindNothingOverdue_andNothingThatDoesNotAddUp() throws IOException {
    JsonNode audit = stack.audit().whenSettled();
    JsonNode overdue = audit.required("overdue");
    Report.heading("The live audit, after the year of the kills");
    Report.count("overdue", overdue.required("test").asLong() + overdue.required("live").asLong());
    Report.count("unmatched", audit.required("unmatched").asLong());
    Report.count("does not add up", AuditPage.findings(audit).size());

    assertThat(audit.required("recordsRead").asLong()).isPositive();
    assertThat(AuditPage.findings(audit)).as("%s", audit).isEmpty();
    assertThat(audit.required("unmatched").asLong()).as("%s", audit).isZero();
    assertThat(overdue.required("test").asLong()).as("%s", audit).isZero();
    assertThat(overdue.required("live").asLong()).as("%s", audit).isZero();
  }

  @Test
  @Order(4)
  void negativeControl_freshKeyForEveryPresentation_shouldBeSeenAsDoubles() throws IOException {
    List<Offer> offers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      offers.add(Offer.monthly("control-" + i, BORN.plusHours(1 + i), 500, "PHP"));
    }
    Portfolio control = Portfolio.open(stack, year.merchant(), BORN, offers);
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
}
