package dev.recur.systemtests.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.OnStack;
import dev.recur.systemtests.stack.Report;
import dev.recur.systemtests.stack.Stack;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;

/**
 * All that a subscription can do, a scenario each. They run beside each other, each on clocks of
 * its own. Each says what the bank's ledger holds, what the merchant is told and in which order,
 * and what an inquiry shows.
 */
@OnStack
@Order(OnStack.FIRST + 5)
class CapabilitiesIT
    implements Updates,
        Pauses,
        SelfManaged,
        Endings,
        Refunds,
        Unpaid,
        Outages,
        Offers,
        Mishaps,
        Crowds {

  @SuppressWarnings("NullAway.Init")
  private Stack stack;

  @SuppressWarnings("NullAway.Init")
  private OfficialSdk shop;

  private final List<Life> lives = new CopyOnWriteArrayList<>();

  @BeforeAll
  void open(Stack running) throws IOException {
    stack = running;
    shop =
        new OfficialSdk(stack.file().gateway(), stack.admin().registerMerchant("SANDBOX_CAPABLE"));
  }

  @AfterAll
  void nothingElseWasTold() throws IOException {
    for (Life life : lives) {
      life.hasToldNothingElse();
    }
    // All of them are as they should be: whatever the audit finds here is a false alarm.
    assertThat(stack.audit().latestFindings())
        .noneMatch(found -> lives.stream().anyMatch(life -> found.contains(life.id())));
    Report.heading("CapabilitiesIT");
    Report.count("subscriptions", lives.size());
    Report.count("answers verified by the SDK", shop.verifiedAnswers());
  }

  @Override
  public Stack stack() {
    return stack;
  }

  @Override
  public OfficialSdk shop() {
    return shop;
  }

  @Override
  public Life begin(OfficialSdk merchant, Plan plan) throws IOException {
    Life life = Life.begin(stack, merchant, plan);
    lives.add(life);
    return life;
  }
}
