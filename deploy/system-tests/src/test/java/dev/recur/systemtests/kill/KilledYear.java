package dev.recur.systemtests.kill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.systemtests.merchant.OfficialSdk;
import dev.recur.systemtests.stack.Stack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A portfolio's year in which each process of the stack was killed once, in the middle of charging;
 * the launcher started it again. What the merchant did not acknowledge comes again two minutes
 * later, so one class looks at the year at once, and another at its webhooks, when others have had
 * their turn.
 *
 * @param merchant whose subscriptions they are
 * @param killings in the order in which they were done
 */
record KilledYear(Portfolio portfolio, OfficialSdk merchant, List<Killing> killings) {

  static final OffsetDateTime BORN = OffsetDateTime.parse("2027-01-29T09:00:00+08:00");
  static final OffsetDateTime END = BORN.plusYears(1).plusDays(1);
  static final int SUBSCRIPTIONS = 28;

  /**
   * The merchant first: what it did not acknowledge comes again after two minutes, and meanwhile
   * the others are killed.
   */
  static final List<String> VICTIMS =
      List.of(
          "merchant",
          "notifier",
          "billing-worker",
          "sandbox-channel",
          "broker",
          "registry",
          "subscription-service");

  /** Days between two kills: seven of them, and a quiet rest, make a year. */
  private static final int SLICE_DAYS = 50;

  private static final Map<Stack, KilledYear> YEARS = new ConcurrentHashMap<>();

  KilledYear {
    killings = List.copyOf(killings);
  }

  /** The year on a stack: travelled by whoever asks first. */
  static KilledYear on(Stack stack) {
    return YEARS.computeIfAbsent(stack, KilledYear::travel);
  }

  private static KilledYear travel(Stack stack) {
    try {
      OfficialSdk merchant =
          new OfficialSdk(
              stack.file().gateway(), stack.admin().registerMerchant("SANDBOX_KILL_SHOP"));
      Portfolio portfolio =
          Portfolio.open(stack, merchant, BORN, Portfolio.mixed("kill", BORN, SUBSCRIPTIONS));
      assertThat(stack.file().processes().keySet()).containsExactlyInAnyOrderElementsOf(VICTIMS);
      List<Killing> killings = new ArrayList<>();
      OffsetDateTime to = BORN;
      for (String victim : VICTIMS) {
        to = to.plusDays(SLICE_DAYS);
        killings.add(Killing.during(portfolio, victim, to, SUBSCRIPTIONS));
      }
      stack.admin().advance(portfolio.clock(), END);
      return new KilledYear(portfolio, merchant, killings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
