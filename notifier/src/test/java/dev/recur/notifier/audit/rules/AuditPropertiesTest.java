package dev.recur.notifier.audit.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Ledgers that add up give no finding; whatever is done to one, what is wrong with it is found, by
 * its name.
 */
class AuditPropertiesTest {

  private static final Instant FAR_AHEAD = Instant.parse("2999-01-01T00:00:00Z");

  @Property(tries = 150)
  void rightLedger_shouldGiveNoFinding_inWhateverOrderTopicsAreRead(
      @ForAll long seed, @ForAll long order) {
    Bookkeeping keeping = Bookkeeping.of(order, RandomLedger.of(seed));

    assertThat(keeping.findings()).isEmpty();
    assertThat(keeping.late(FAR_AHEAD)).isEmpty();
  }

  /** Whatever the ledger must say next, it has not been waited for when it says it. */
  @Property(tries = 150)
  void rightLedger_shouldNeverBeOverdue(@ForAll long seed) {
    List<Entry> ledger = RandomLedger.of(seed);
    Bookkeeping keeping = new Bookkeeping();
    for (int i = 0; i + 1 < ledger.size(); i++) {
      Entry entry = ledger.get(i);
      keeping.read(Bookkeeping.event(entry), entry.recordedAt());
      Instant next = ledger.get(i + 1).at();
      Expected.of(keeping.books())
          .ifPresent(
              expected -> {
                Instant from = expected.dueAt().isAfter(entry.at()) ? expected.dueAt() : entry.at();
                assertThat(Duration.between(from, next))
                    .as("%s after %s", expected, entry)
                    .isLessThanOrEqualTo(Duration.ofSeconds(1));
              });
    }
  }

  /** A refund may stay open for weeks: whoever forgets to charge meanwhile is overdue. */
  @Property(tries = 150)
  void openRefund_shouldKeepNoChargeFromBeingExpected(@ForAll long seed) {
    Bookkeeping keeping = new Bookkeeping();
    for (Entry entry : RandomLedger.of(seed)) {
      keeping.read(Bookkeeping.event(entry), entry.recordedAt());
      assertThat(Expected.of(keeping.books()))
          .as("after %s", entry)
          .isEqualTo(Expected.of(withoutRefunds(keeping.books())));
    }
  }

  /** The first period may start before the buyer agrees; nothing is late by that. */
  @Property(tries = 150)
  void nothing_shouldBeDueBeforeTheBuyerAgreed(@ForAll long seed) {
    Bookkeeping keeping = new Bookkeeping();
    for (Entry entry : RandomLedger.of(seed)) {
      keeping.read(Bookkeeping.event(entry), entry.recordedAt());
      keeping
          .books()
          .progress()
          .approvedAt()
          .ifPresent(
              agreed ->
                  assertThat(Expected.of(keeping.books()).stream().map(Expected::dueAt))
                      .as("after %s", entry)
                      .allMatch(due -> !due.isBefore(agreed)));
    }
  }

  private static Books withoutRefunds(Books books) {
    return new Books(
        books.sequence(),
        books.at(),
        books.stage(),
        books.plan(),
        books.timetable(),
        books.progress(),
        books.halts(),
        books.open().stream().filter(open -> !open.id().contains("PR")).toList(),
        books.failed(),
        books.failedForgotten(),
        books.attempts(),
        books.refunded(),
        books.refundedForgotten());
  }

  /** A ledger that stops, as when nothing runs any more: something is overdue, and stays so. */
  @Property(tries = 100)
  void ledgerThatStops_shouldBeOverdueOrWithoutOutcome(@ForAll long seed, @ForAll int where) {
    List<Entry> ledger = RandomLedger.of(seed);
    List<Entry> begun = ledger.subList(0, 1 + Math.floorMod(where, ledger.size()));
    Bookkeeping keeping = Bookkeeping.of(seed, begun);

    // With a decline for good it is said that the payment failed, also after the end.
    boolean over =
        keeping.books().stage() == Books.Stage.OVER
            && !(begun.getLast().fact() instanceof Fact.Declined);
    assertThat(keeping.findings()).isEmpty();
    assertThat(keeping.late(FAR_AHEAD).contains(Watch.Kind.EXPECTED)).isNotEqualTo(over);
  }

  @Property(tries = 100)
  void lostRecord_shouldBeAGap(@ForAll long seed, @ForAll int where) {
    List<Entry> ledger = new ArrayList<>(RandomLedger.of(seed));
    ledger.remove(Math.floorMod(where, ledger.size() - 1));

    assertThat(Bookkeeping.of(seed, ledger).kinds()).contains(Finding.Kind.SEQUENCE_GAP);
  }

  @Property(tries = 100)
  void doubledRecord_shouldBeARepeat(@ForAll long seed, @ForAll int where) {
    List<Entry> ledger = new ArrayList<>(RandomLedger.of(seed));
    int at = Math.floorMod(where, ledger.size());
    ledger.add(at, ledger.get(at));

    assertThat(of(seed, RandomLedger.of(seed), ledger).kinds())
        .containsExactly(Finding.Kind.SEQUENCE_REPEATED);
  }

  @Property(tries = 100)
  void swappedRecords_shouldBeAGapAndARepeat(@ForAll long seed, @ForAll int where) {
    List<Entry> ledger = new ArrayList<>(RandomLedger.of(seed));
    int at = Math.floorMod(where, ledger.size() - 1);
    ledger.add(at, ledger.remove(at + 1));

    assertThat(of(seed, RandomLedger.of(seed), ledger).kinds())
        .contains(Finding.Kind.SEQUENCE_GAP, Finding.Kind.SEQUENCE_REPEATED);
  }

  /** What the writer never wrote leaves no gap in the numbers, and is missed all the same. */
  @Property(tries = 150)
  void eventThatWasNeverWritten_shouldBeMissed(@ForAll long seed) {
    List<Entry> whole = RandomLedger.of(seed);
    for (int at = 0; at < whole.size(); at++) {
      Fact missing = whole.get(at).fact();
      if (mattersAlone(missing)) {
        List<Entry> ledger = new ArrayList<>(whole);
        ledger.remove(at);
        Bookkeeping keeping = of(seed, whole, renumbered(ledger));

        assertThat(
                !keeping.findings().isEmpty()
                    || !keeping.late(FAR_AHEAD).isEmpty()
                    || wasEverOverdue(renumbered(ledger)))
            .as("without %s at %d: %s", missing, at, keeping.books())
            .isTrue();
      }
    }
  }

  /** An event that is decided a second time has a number of its own. */
  @Property(tries = 150)
  void eventThatIsDecidedTwice_shouldBeFoundByItsName(@ForAll long seed, @ForAll int where) {
    List<Entry> whole = RandomLedger.of(seed);
    int at = Math.floorMod(where, whole.size());
    Set<Finding.Kind> expected = ofDecidedTwice(whole.get(at).fact());
    if (expected.isEmpty()) {
      return;
    }
    List<Entry> ledger = new ArrayList<>(whole);
    ledger.add(at + 1, whole.get(at));

    assertThat(of(seed, whole, renumbered(ledger)).kinds())
        .as("%s twice", whole.get(at).fact())
        .containsAnyElementsOf(expected);
  }

  @Property(tries = 150)
  void amountThatChanges_shouldBeFound(
      @ForAll long seed, @ForAll int where, @ForAll @IntRange(min = 1, max = 50) int by) {
    List<Entry> whole = RandomLedger.of(seed);
    int at = Math.floorMod(where, whole.size());
    Entry entry = whole.get(at);
    Fact changed = dearer(entry.fact(), by);
    if (changed.equals(entry.fact())) {
      return;
    }
    List<Entry> ledger = new ArrayList<>(whole);
    ledger.set(at, new Entry(entry.sequence(), entry.at(), entry.recordedAt(), changed));

    assertThat(of(seed, whole, ledger).kinds())
        .as("%s", changed)
        .contains(Finding.Kind.AMOUNT_CHANGED);
  }

  @Property(tries = 100)
  void periodThatBeginsAtAnotherTime_shouldBeOffCalendar(@ForAll long seed, @ForAll int where) {
    List<Entry> whole = RandomLedger.of(seed);
    int at = Math.floorMod(where, whole.size());
    Entry entry = whole.get(at);
    if (!(entry.fact() instanceof Fact.PeriodBegan(int period, Instant start, Instant end))) {
      return;
    }
    List<Entry> ledger = new ArrayList<>(whole);
    Instant later = end.plus(Duration.ofDays(1));
    ledger.set(
        at,
        new Entry(
            entry.sequence(),
            entry.at(),
            entry.recordedAt(),
            new Fact.PeriodBegan(period, start, later)));

    assertThat(of(seed, whole, ledger).kinds()).contains(Finding.Kind.OFF_CALENDAR);
  }

  /** What only one side says is unmatched: money that moved without the ledger, and the reverse. */
  @Property(tries = 100)
  void lostRequestOrResult_shouldStayUnmatched(
      @ForAll long seed, @ForAll int where, @ForAll boolean result) {
    List<Entry> ledger = RandomLedger.of(seed);
    List<Bookkeeping.Input> requests = Bookkeeping.requests(ledger);
    List<Bookkeeping.Input> results = Bookkeeping.results(ledger);
    List<Bookkeeping.Input> poorer = result ? results : requests;
    if (poorer.isEmpty()) {
      return;
    }
    poorer.remove(Math.floorMod(where, poorer.size()));
    Instant now = ledger.get(0).recordedAt();
    Bookkeeping keeping =
        Bookkeeping.of(seed, now, List.of(Bookkeeping.events(ledger), requests, results));

    assertThat(keeping.late(FAR_AHEAD)).containsExactly(Watch.Kind.UNMATCHED);
  }

  /** One topic is read while an attempt is remembered, and another when that would be over. */
  @Property(tries = 300)
  void topicsThatAreReadWeeksApart_shouldAgree(
      @ForAll long seed, @ForAll long order, @ForAll @IntRange(min = 0, max = 120) int days) {
    List<Entry> ledger = RandomLedger.of(seed);
    Instant from = ledger.getLast().recordedAt();
    Bookkeeping keeping =
        Bookkeeping.of(
            order,
            from,
            from.plus(Duration.ofDays(days)),
            List.of(
                Bookkeeping.events(ledger),
                Bookkeeping.requests(ledger),
                Bookkeeping.results(ledger)));

    assertThat(keeping.findings()).isEmpty();
    assertThat(keeping.late(FAR_AHEAD)).isEmpty();
  }

  @Property(tries = 100)
  void successThatTheLedgerDoesNotKnow_shouldStayUnmatched(@ForAll long seed, @ForAll int where) {
    List<Entry> ledger = RandomLedger.of(seed);
    List<Bookkeeping.Input> results = Bookkeeping.results(ledger);
    Instant now = ledger.get(0).recordedAt();
    results.add(
        Math.floorMod(where, results.size() + 1),
        Bookkeeping.success(RandomLedger.ID + "P1", 99, now));
    Bookkeeping keeping =
        Bookkeeping.of(
            seed, now, List.of(Bookkeeping.events(ledger), Bookkeeping.requests(ledger), results));

    assertThat(keeping.late(FAR_AHEAD)).containsExactly(Watch.Kind.UNMATCHED);
  }

  /** A channel may say the same again for weeks. */
  @Property(tries = 100)
  void successThatIsToldAgain_shouldBeNothing(@ForAll long seed) {
    List<Entry> ledger = RandomLedger.of(seed);
    List<Bookkeeping.Input> results = new ArrayList<>(Bookkeeping.results(ledger));
    results.addAll(Bookkeeping.results(ledger));
    results.addAll(Bookkeeping.results(ledger));
    Bookkeeping keeping =
        Bookkeeping.of(
            seed,
            ledger.getLast().recordedAt(),
            List.of(Bookkeeping.events(ledger), Bookkeeping.requests(ledger), results));

    assertThat(keeping.findings()).isEmpty();
    assertThat(keeping.late(FAR_AHEAD)).isEmpty();
  }

  /** State is bounded by what is open and by weeks, and not by how long a subscription lives. */
  @Property(tries = 100)
  void books_shouldForgetWhatIsOver(@ForAll long seed) {
    List<Entry> ledger = RandomLedger.of(seed);
    Bookkeeping keeping = Bookkeeping.of(seed, ledger);
    Instant muchLater = ledger.getLast().recordedAt().plus(Attempts.MEMORY.plusDays(1));
    Entry told =
        new Entry(keeping.books().sequence() + 1, muchLater, muchLater, new Fact.Told(false));
    keeping.read(Bookkeeping.event(told), muchLater);

    assertThat(keeping.books().attempts()).isEmpty();
    assertThat(keeping.books().open()).isEmpty();
  }

  /** True when somebody who looks every day would have seen something overdue on the way. */
  private static boolean wasEverOverdue(List<Entry> ledger) {
    Bookkeeping keeping = new Bookkeeping();
    for (Entry entry : ledger) {
      Instant seen = entry.at().minus(Duration.ofMinutes(5));
      if (Expected.of(keeping.books()).filter(e -> e.dueAt().isBefore(seen)).isPresent()) {
        return true;
      }
      keeping.read(Bookkeeping.event(entry), entry.recordedAt());
    }
    return false;
  }

  private static Bookkeeping of(long seed, List<Entry> right, List<Entry> ledger) {
    return Bookkeeping.of(
        seed,
        right.getFirst().recordedAt(),
        List.of(
            Bookkeeping.events(ledger), Bookkeeping.requests(right), Bookkeeping.results(right)));
  }

  private static List<Entry> renumbered(List<Entry> ledger) {
    List<Entry> entries = new ArrayList<>();
    for (Entry entry : ledger) {
      entries.add(new Entry(entries.size() + 1, entry.at(), entry.recordedAt(), entry.fact()));
    }
    return entries;
  }

  /** Without the others a ledger is another one, and just as right. */
  private static boolean mattersAlone(Fact fact) {
    return switch (fact) {
      case Fact.Turned _, Fact.StillOpen _, Fact.RefundStillOpen _, Fact.Told _ -> false;
      case Fact.Amended _ -> false;
      case Fact.Born _, Fact.Approved _, Fact.Over _ -> true;
      case Fact.PeriodBegan _, Fact.PeriodSkipped _, Fact.PeriodFree _ -> true;
      case Fact.Missed _, Fact.HeldDecided _ -> true;
      case Fact.Asked _, Fact.Paid _, Fact.PaidAgain _, Fact.Declined _, Fact.Failed _ -> true;
      case Fact.RefundAsked _, Fact.RefundPaid _, Fact.RefundFailed _ -> true;
    };
  }

  private static Set<Finding.Kind> ofDecidedTwice(Fact fact) {
    return switch (fact) {
      case Fact.Born _, Fact.Approved _, Fact.Over _ -> EnumSet.of(Finding.Kind.OUT_OF_PLACE);
      case Fact.PeriodBegan _ -> EnumSet.of(Finding.Kind.OFF_CALENDAR);
      case Fact.PeriodSkipped _,
          Fact.PeriodFree _,
          Fact.Missed _,
          Fact.HeldDecided _,
          Fact.Failed _ ->
          EnumSet.of(Finding.Kind.PERIOD_DECIDED_TWICE);
      case Fact.Asked _, Fact.RefundAsked _ -> EnumSet.of(Finding.Kind.KEY_WHILE_OPEN);
      case Fact.Paid _, Fact.PaidAgain _, Fact.RefundPaid _ -> EnumSet.of(Finding.Kind.PAID_TWICE);
      case Fact.Declined _, Fact.RefundFailed _ -> EnumSet.of(Finding.Kind.OUT_OF_PLACE);
      case Fact.Turned _, Fact.StillOpen _, Fact.RefundStillOpen _, Fact.Told _, Fact.Amended _ ->
          Set.of();
    };
  }

  /** The same about more money. */
  private static Fact dearer(Fact fact, long by) {
    return switch (fact) {
      case Fact.Asked(Payment p, int attempt) -> new Fact.Asked(dearer(p, by), attempt);
      case Fact.Paid(Payment p, int attempt) -> new Fact.Paid(dearer(p, by), attempt);
      case Fact.RefundAsked(Refund r) -> new Fact.RefundAsked(dearer(r, by));
      case Fact.RefundPaid(Refund r) -> new Fact.RefundPaid(dearer(r, by));
      default -> fact;
    };
  }

  private static Payment dearer(Payment payment, long by) {
    return new Payment(payment.id(), payment.ownPeriod(), dearer(payment.money(), by));
  }

  private static Refund dearer(Refund refund, long by) {
    return new Refund(
        refund.id(),
        refund.paymentId(),
        dearer(refund.money(), by),
        refund.paid(),
        refund.refundedMinor());
  }

  private static Money dearer(Money money, long by) {
    return new Money(money.minor() + by, money.currency());
  }

  /** Keeps the generator honest: it tells of everything that it is there for. */
  @Property(tries = 1)
  void randomLedgers_shouldTellOfEverything() {
    Set<Class<?>> told =
        Stream.iterate(0L, seed -> seed + 1)
            .limit(300)
            .flatMap(seed -> RandomLedger.of(seed).stream())
            .map(entry -> (Class<?>) entry.fact().getClass())
            .collect(Collectors.toSet());

    assertThat(told)
        .contains(
            Fact.Born.class,
            Fact.Approved.class,
            Fact.Over.class,
            Fact.PeriodBegan.class,
            Fact.PeriodSkipped.class,
            Fact.PeriodFree.class,
            Fact.Asked.class,
            Fact.Paid.class,
            Fact.Declined.class,
            Fact.Failed.class,
            Fact.StillOpen.class,
            Fact.RefundAsked.class,
            Fact.RefundPaid.class,
            Fact.RefundFailed.class,
            Fact.Turned.class);
  }
}
