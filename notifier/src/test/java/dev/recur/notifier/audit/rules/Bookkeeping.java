package dev.recur.notifier.audit.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A whole ledger with what the channel's topics say of it, read by the audit in some order. */
public final class Bookkeeping {

  static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<Finding> findings = new ArrayList<>();
  private Books books = Books.NONE;

  /** What the audit does with one record. */
  public interface Input {
    Audit read(Books books, Instant now);
  }

  static Input event(Entry entry) {
    return (books, now) -> Audit.ofEvent(books, entry, now);
  }

  static Input request(String paymentId, int attempt, Money money, Instant at) {
    return (books, now) ->
        Audit.ofRequest(books, paymentId + "/" + attempt, paymentId, money, at, now);
  }

  static Input success(String paymentId, int attempt, Instant at) {
    return (books, now) -> Audit.ofSuccess(books, paymentId + "/" + attempt, paymentId, at, now);
  }

  /** What the channel's topics say where the ledger is as it is, in their order. */
  public static List<Input> requests(List<Entry> ledger) {
    return inputs(
        ledger,
        entry ->
            switch (entry.fact()) {
              case Fact.Asked(Payment p, int attempt) ->
                  List.of(request(p.id(), attempt, p.money(), entry.recordedAt()));
              case Fact.RefundAsked(Refund r) ->
                  List.of(request(r.id(), 1, r.money(), entry.recordedAt()));
              default -> List.of();
            });
  }

  /** The same of the results. */
  public static List<Input> results(List<Entry> ledger) {
    return inputs(
        ledger,
        entry ->
            switch (entry.fact()) {
              case Fact.Paid(Payment p, int attempt) ->
                  List.of(success(p.id(), attempt, entry.recordedAt()));
              case Fact.RefundPaid(Refund r) -> List.of(success(r.id(), 1, entry.recordedAt()));
              default -> List.of();
            });
  }

  private static List<Input> inputs(List<Entry> ledger, Function<Entry, List<Input>> of) {
    return ledger.stream().flatMap(entry -> of.apply(entry).stream()).collect(Collectors.toList());
  }

  public static List<Input> events(List<Entry> ledger) {
    return ledger.stream().map(Bookkeeping::event).collect(Collectors.toList());
  }

  /** Reads topics side by side, each in its own order. */
  static Bookkeeping of(long seed, Instant now, List<List<Input>> topics) {
    return of(seed, now, now, topics);
  }

  /** The same while time passes. */
  static Bookkeeping of(long seed, Instant from, Instant until, List<List<Input>> topics) {
    int count = topics.stream().mapToInt(List::size).sum();
    Duration step = Duration.between(from, until).dividedBy(Math.max(1, count));
    Instant now = from;
    Random random = new Random(seed);
    Bookkeeping keeping = new Bookkeeping();
    List<List<Input>> left = topics.stream().map(ArrayList::new).collect(Collectors.toList());
    left.removeIf(List::isEmpty);
    while (!left.isEmpty()) {
      List<Input> topic = left.get(random.nextInt(left.size()));
      keeping.read(topic.removeFirst(), now);
      now = now.plus(step);
      left.removeIf(List::isEmpty);
    }
    return keeping;
  }

  /** Reads a ledger and what the channel's topics say where nothing is wrong with it. */
  static Bookkeeping of(long seed, List<Entry> ledger) {
    return of(
        seed,
        ledger.getLast().recordedAt(),
        List.of(events(ledger), requests(ledger), results(ledger)));
  }

  void read(Input input, Instant now) {
    Audit audit = input.read(books, now);
    books = audit.books();
    findings.addAll(audit.findings());
  }

  Books books() {
    return books;
  }

  List<Finding> findings() {
    return findings;
  }

  Set<Finding.Kind> kinds() {
    return findings.stream().map(Finding::kind).collect(Collectors.toSet());
  }

  /** What is watched and began at a time or before. */
  Set<Watch.Kind> late(Instant at) {
    return Watch.of(RandomLedger.ID, books).stream()
        .filter(watch -> !watch.since().isAfter(at))
        .map(Watch::kind)
        .collect(Collectors.toSet());
  }
}
