package dev.recur.notifier.audit.rules;

import dev.recur.notifier.audit.rules.Fact.End;
import dev.recur.notifier.audit.rules.Fact.Turn;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;

/**
 * A subscription's life that adds up, told by a biller of the tests' own: it knows the published
 * rules and none of the audit's. One seed is one life.
 */
public final class RandomLedger {

  public static final String ID = "S" + "0".repeat(40);

  private static final Instant BORN = Instant.parse("2027-01-29T09:00:00Z");
  private static final Duration RETRY = Duration.ofDays(1);

  private final Random random;
  private final List<Line> lines = new ArrayList<>();
  private final Plan plan;
  private final Timetable timetable;
  private final Money price;
  private final int periods;

  /** The last period of which something is told. */
  private int told;

  private int refunds;
  private Instant approvedAt = BORN;

  /**
   * One line.
   *
   * @param at when
   * @param order among those of one moment
   */
  private record Line(Instant at, int order, Fact fact) {}

  private RandomLedger(long seed, String clock) {
    random = new Random(seed);
    ChronoUnit unit = pick(ChronoUnit.DAYS, ChronoUnit.WEEKS, ChronoUnit.MONTHS, ChronoUnit.MONTHS);
    int count = unit == ChronoUnit.DAYS ? 8 + random.nextInt(20) : 1 + random.nextInt(3);
    periods = 2 + random.nextInt(9);
    OptionalInt cycles = random.nextBoolean() ? OptionalInt.of(periods) : OptionalInt.empty();
    plan =
        new Plan(
            clock.isEmpty() ? Optional.empty() : Optional.of(clock),
            BORN.plus(Duration.ofHours(1)),
            cycles,
            Duration.ofMinutes(pick(0, 60, 1435, 2880)),
            true);
    Instant start = BORN.plus(Duration.ofMinutes(pick(0, 20, 3000, 60 * 24 * 20)));
    timetable =
        new Timetable(
            ZoneId.of(pick("+08:00", "Europe/Berlin", "Asia/Manila")),
            new Rhythm(start, 1, unit, count),
            Optional.empty(),
            List.of());
    price = new Money(100 + random.nextInt(10_000), "EUR");
  }

  /** The life of one seed. */
  public static List<Entry> of(long seed) {
    return of(seed, "");
  }

  /** The life of one seed, on a test clock. */
  public static List<Entry> of(long seed, String clock) {
    RandomLedger ledger = new RandomLedger(seed, clock);
    ledger.live();
    return ledger.entries();
  }

  private void live() {
    tell(BORN, new Fact.Born(plan, timetable));
    Instant decided = BORN.plus(Duration.ofMinutes(1 + random.nextInt(50)));
    int how = random.nextInt(12);
    if (how < 3) {
      tell(
          how == 1 ? plan.expiry() : decided,
          new Fact.Over(List.of(End.DECLINED, End.EXPIRED, End.CANCELED).get(how)));
      return;
    }
    approvedAt = decided;
    tell(decided, new Fact.Approved());
    told = periods;
    int period = 1;
    while (period <= told) {
      period = period(period, decided);
    }
  }

  /** Tells of a period, and of those after it that follow from what happens; then the next one. */
  private int period(int period, Instant approved) {
    Instant start = timetable.startOf(period);
    Instant due = due(period, approved);
    if (period > 1 && random.nextInt(8) == 0 && period + 3 <= told) {
      return pause(period);
    }
    begin(period, start);
    Instant next = due(period + 1, approved);
    boolean hard = false;
    if (random.nextInt(6) == 0) {
      tell(due, new Fact.PeriodFree(payment(period)));
    } else {
      hard = charge(period, due, next);
    }
    if (period == told) {
      end(period);
    } else if (hard) {
      return refused(period + 1);
    }
    return period + 1;
  }

  private void begin(int period, Instant start) {
    Fact began = new Fact.PeriodBegan(period, start, timetable.startOf(period + 1));
    if (start.isAfter(approvedAt)) {
      tell(start, -1, began);
    } else {
      tell(approvedAt, began);
    }
  }

  /** A period's charge with all that comes of it; true when its method is refused in the end. */
  private boolean charge(int period, Instant due, Instant next) {
    Payment payment = payment(period);
    Instant at = due;
    for (int attempt = 1; ; attempt++) {
      tell(at, new Fact.Asked(payment, attempt));
      Instant answered = at.plus(Duration.ofMinutes(1 + random.nextInt(20)));
      for (int i = random.nextInt(3); i > 0; i--) {
        tell(answered, new Fact.StillOpen(payment, attempt));
        answered = answered.plus(Duration.ofMinutes(5));
      }
      int outcome = random.nextInt(10);
      if (outcome < 6) {
        tell(answered, new Fact.Paid(payment, attempt));
        if (random.nextInt(4) == 0) {
          refund(payment, answered);
        }
        return false;
      }
      boolean hard = outcome == 9 && period + 3 <= told && roomy(period);
      Instant retryAt = at.plus(RETRY);
      boolean again = !hard && attempt < 4 && retryAt.plus(Duration.ofHours(2)).isBefore(next);
      tell(
          answered,
          new Fact.Declined(payment, attempt, again ? Optional.of(retryAt) : Optional.empty()));
      if (!again) {
        tell(answered, new Fact.Failed(payment, hard));
        if (!hard && random.nextInt(3) == 0) {
          // The bank had charged all the same.
          tell(answered.plus(Duration.ofMinutes(30)), new Fact.Paid(payment, attempt));
        }
        return hard;
      }
      at = retryAt;
    }
  }

  /** True when a charge falls due well within the period before its own. */
  private boolean roomy(int period) {
    Duration length =
        Duration.between(timetable.startOf(period + 1), timetable.startOf(period + 2));
    return length.compareTo(plan.lead().multipliedBy(2)) > 0;
  }

  private void refund(Payment payment, Instant from) {
    long left = payment.money().minor();
    long taken = 0;
    Instant at = from;
    for (int i = 1 + random.nextInt(3); i > 0 && left > 0; i--) {
      at = at.plus(Duration.ofMinutes(1));
      long part = 1 + random.nextLong(left);
      String id = ID + "PR" + ++refunds;
      Money money = new Money(part, "EUR");
      taken += part;
      tell(at, new Fact.RefundAsked(new Refund(id, payment.id(), money, price, taken)));
      // Some channels take weeks, and charges go on meanwhile.
      at = at.plus(random.nextInt(4) == 0 ? Duration.ofDays(40) : Duration.ofMinutes(1));
      if (random.nextInt(4) == 0) {
        taken -= part;
        tell(at, new Fact.RefundFailed(new Refund(id, payment.id(), money, price, taken)));
      } else {
        left -= part;
        tell(at, new Fact.RefundPaid(new Refund(id, payment.id(), money, price, taken)));
      }
    }
  }

  /** The running period is over; the next ones are skipped in a pause, and the last not. */
  private int pause(int first) {
    Instant at = due(first, BORN).minus(Duration.ofSeconds(30));
    Instant previous = timetable.startOf(first - 1);
    if (!at.isAfter(previous.plus(Duration.ofDays(6)))) {
      // Its charge falls due while the one before may still be tried again.
      begin(first, timetable.startOf(first));
      tell(due(first, BORN), new Fact.PeriodFree(payment(first)));
      return first + 1;
    }
    tell(at, new Fact.Turned(Turn.PAUSED));
    int last = first + random.nextInt(2);
    for (int period = first; period <= last; period++) {
      Instant start = timetable.startOf(period);
      tell(start, -1, new Fact.PeriodSkipped(period, start, timetable.startOf(period + 1), true));
    }
    // Before the next period's charge falls due.
    tell(timetable.startOf(last), new Fact.Turned(Turn.RESUMED));
    return last + 1;
  }

  /** A period whose method is refused is skipped at its end; in the next one it is replaced. */
  private int refused(int period) {
    Instant end = timetable.startOf(period + 1);
    begin(period, timetable.startOf(period));
    tell(end, -2, new Fact.PeriodSkipped(period, timetable.startOf(period), end, false));
    begin(period + 1, end);
    Instant replaced = end.plus(Duration.ofMinutes(10));
    tell(replaced, new Fact.Turned(Turn.METHOD_REPLACED));
    tell(replaced.plusSeconds(1), new Fact.PeriodFree(payment(period + 1)));
    return period + 2;
  }

  private void end(int last) {
    Instant end = timetable.startOf(last + 1);
    if (plan.cycles().isPresent()) {
      tell(end, 1, new Fact.Over(End.ENDED));
    } else if (random.nextBoolean()) {
      Instant due = due(last + 1, BORN);
      tell(due.minus(Duration.ofSeconds(10)), new Fact.Turned(Turn.RENEWAL_OFF));
      tell(end, 1, new Fact.Over(End.CANCELED));
    } else if (random.nextBoolean()) {
      endInFlight(last + 1);
    } else {
      // At once, before anything more falls due.
      tell(due(last + 1, BORN).minus(Duration.ofSeconds(10)), 1, new Fact.Over(End.CANCELED));
    }
  }

  /** At once, while the channel is asked for the next period's charge, and answers afterwards. */
  private void endInFlight(int next) {
    Instant start = timetable.startOf(next);
    Instant due = due(next, approvedAt);
    if (!due.isBefore(start)) {
      begin(next, start);
    }
    Payment payment = payment(next);
    tell(due, new Fact.Asked(payment, 1));
    tell(due.plus(Duration.ofMinutes(10)), new Fact.Over(End.CANCELED));
    Instant answered = due.plus(Duration.ofMinutes(11));
    if (random.nextBoolean()) {
      tell(answered, new Fact.Paid(payment, 1));
    } else {
      tell(answered, new Fact.Declined(payment, 1, Optional.empty()));
      tell(answered, new Fact.Failed(payment, false));
    }
  }

  private Instant due(int period, Instant approved) {
    Instant due = timetable.startOf(period);
    if (period > 1) {
      Instant early = due.minus(plan.lead());
      Instant previous = timetable.startOf(period - 1);
      due = early.isAfter(previous) ? early : previous;
    }
    return due.isAfter(approved) ? due : approved;
  }

  private Payment payment(int period) {
    return new Payment(ID + "P" + period, OptionalInt.of(period), price);
  }

  private void tell(Instant at, Fact fact) {
    tell(at, 0, fact);
  }

  private void tell(Instant at, int order, Fact fact) {
    lines.add(new Line(at, order, fact));
  }

  private List<Entry> entries() {
    List<Line> sorted = new ArrayList<>(lines);
    sorted.sort(Comparator.comparing(Line::at).thenComparingInt(Line::order));
    // What would come after the end is not told: a cancelled subscription begins no period.
    List<Entry> entries = new ArrayList<>();
    for (Line line : sorted) {
      entries.add(new Entry(entries.size() + 1, line.at(), line.at(), line.fact()));
    }
    return entries;
  }

  @SafeVarargs
  private <T> T pick(T... some) {
    return some[random.nextInt(some.length)];
  }
}
