package dev.recur.local.channel.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The bank's ledger: one line per key, in the order in which keys were first presented. Questions
 * ({@link #present}, {@link #inquire}) change nothing and return events; only {@link #apply}
 * changes the ledger. Not safe for many threads.
 */
public final class Ledger {

  /** How long keys are remembered where nothing else is said: for ever. */
  public static final Duration NEVER_FORGETS = Duration.ofSeconds(Long.MAX_VALUE);

  private final Duration memory;
  private final List<LedgerLine> lines = new ArrayList<>();
  private final Map<String, Integer> lineByKey = new HashMap<>();
  private final Map<String, List<Integer>> linesBySubscription = new HashMap<>();
  private final Map<String, Integer> softDeclinesByPayment = new HashMap<>();
  private final Map<String, CardToken> tokens = new HashMap<>();
  private final Map<String, LedgerEvent.Tokenised> tokensByKey = new HashMap<>();
  private final Map<String, SortedSet<Integer>> pendingBySubscription = new HashMap<>();

  /**
   * An empty ledger.
   *
   * @param memory how long a key is remembered after it was first presented, in real time; a
   *     forgotten key is a new one, but its line stays
   */
  public Ledger(Duration memory) {
    this.memory = memory;
  }

  /**
   * Decides about a charge or refund.
   *
   * @param now real time
   */
  public Decision present(Presentation request, Instant now) {
    List<LedgerEvent> events = new ArrayList<>(decidedBy(request.subscriptionId(), request.at()));
    LedgerLine known = remembered(request.key(), now);
    if (known == null) {
      LedgerEvent.Opened opened = open(request, now);
      events.add(opened);
      return new Decision(events, firstReply(opened));
    }
    events.add(new LedgerEvent.PresentedAgain(known.line()));
    Reply reply =
        known.request().asksTheSameAs(request)
            ? answer(known.after(request.at()))
            : new Reply.Conflict();
    return new Decision(events, reply);
  }

  /**
   * Tells the truth about a key.
   *
   * @param at time on the subscription's clock, or null when who asks does not know it
   * @param now real time
   */
  public Decision inquire(String key, @Nullable Instant at, Instant now) {
    LedgerLine known = remembered(key, now);
    if (known == null) {
      return new Decision(List.of(), new Reply.Answered(key, Outcome.NOT_FOUND, null, null, null));
    }
    if (at == null) {
      return new Decision(List.of(), answer(known));
    }
    return new Decision(decidedBy(known.request().subscriptionId(), at), answer(known.after(at)));
  }

  /** Changes the ledger by what happened. */
  public void apply(LedgerEvent event) {
    switch (event) {
      case LedgerEvent.Opened opened -> opened(opened);
      case LedgerEvent.PresentedAgain(int line) ->
          lines.set(line, lines.get(line).presentedAgain());
      case LedgerEvent.Succeeded(int line) -> succeeded(lines.get(line));
      case LedgerEvent.Tokenised tokenised -> tokenised(tokenised);
    }
  }

  /**
   * What became of a card's key before.
   *
   * @param now real time
   * @return the token and its request; empty for a key that is new, or forgotten
   */
  public Optional<LedgerEvent.Tokenised> tokenised(String key, Instant now) {
    return Optional.ofNullable(tokensByKey.get(key))
        .filter(known -> known.request() != null && isRemembered(known.request().seenAt(), now));
  }

  /** All lines, oldest first. */
  public List<LedgerLine> lines() {
    return List.copyOf(lines);
  }

  /** The lines of one subscription, oldest first. */
  public List<LedgerLine> lines(String subscriptionId) {
    return linesBySubscription.getOrDefault(subscriptionId, List.of()).stream()
        .map(lines::get)
        .toList();
  }

  /** How many lines there are. */
  public int size() {
    return lines.size();
  }

  /** How many cards have a token. */
  public int tokens() {
    return tokens.size();
  }

  private @Nullable LedgerLine remembered(String key, Instant now) {
    return Optional.ofNullable(lineByKey.get(key))
        .map(lines::get)
        .filter(line -> isRemembered(line.seenAt(), now))
        .orElse(null);
  }

  private boolean isRemembered(Instant seenAt, Instant now) {
    return Duration.between(seenAt, now).compareTo(memory) < 0;
  }

  private LedgerEvent.Opened open(Presentation request, Instant now) {
    Verdict verdict =
        switch (request.operation()) {
          case CHARGE ->
              Verdict.onCharge(
                  request,
                  behaviour(request),
                  softDeclinesByPayment.getOrDefault(request.paymentId(), 0));
          case REFUND ->
              Verdict.onRefund(
                  request,
                  behaviour(request),
                  lines(request.subscriptionId()).stream()
                      .map(line -> line.after(request.at()))
                      .toList());
        };
    return new LedgerEvent.Opened(
        lines.size(), now, request, verdict.outcome(), verdict.succeedsAt(), verdict.decline());
  }

  /** A token behaves as its card does; any other id says itself how. */
  private Behaviour behaviour(Presentation request) {
    CardToken token = tokens.get(request.paymentMethodId());
    return Behaviour.of(token == null ? request.paymentMethodId() : token.behaviour());
  }

  /** Only the first answer about a charge may be less than the truth. */
  private Reply firstReply(LedgerEvent.Opened opened) {
    Reply.Answered truth = answer(lineOf(opened));
    if (opened.request().operation() == Operation.REFUND) {
      return truth;
    }
    return switch (behaviour(opened.request())) {
      case Behaviour.UnknownThenOk _ ->
          new Reply.Answered(
              truth.key(), Outcome.UNKNOWN, null, "unknown", "The bank does not know");
      case Behaviour.Timeout _ -> new Reply.Silent(truth);
      case Behaviour.Ok _,
          Behaviour.InsufficientFunds _,
          Behaviour.Stolen _,
          Behaviour.RiskReject _,
          Behaviour.DeclineThenOk _,
          Behaviour.Pending _,
          Behaviour.RefundDeclined _,
          Behaviour.RefundPending _ ->
          truth;
    };
  }

  private static Reply.Answered answer(LedgerLine line) {
    Decline decline = line.decline();
    return new Reply.Answered(
        line.request().key(),
        line.outcome(),
        "SBX" + line.line(),
        decline == null ? null : decline.code(),
        decline == null ? null : decline.message());
  }

  /** What of a subscription's pending lines has succeeded when its clock shows {@code at}. */
  private List<LedgerEvent> decidedBy(String subscriptionId, Instant at) {
    return pendingBySubscription.getOrDefault(subscriptionId, Collections.emptySortedSet()).stream()
        .filter(line -> lines.get(line).succeedsBy(at))
        .<LedgerEvent>map(LedgerEvent.Succeeded::new)
        .toList();
  }

  private static LedgerLine lineOf(LedgerEvent.Opened opened) {
    return new LedgerLine(
        opened.line(),
        opened.seenAt(),
        opened.request(),
        opened.outcome(),
        opened.succeedsAt(),
        opened.decline(),
        1);
  }

  private void tokenised(LedgerEvent.Tokenised tokenised) {
    tokens.put(tokenised.token().tokenId(), tokenised.token());
    TokenRequest request = tokenised.request();
    if (request != null) {
      tokensByKey.put(request.key(), tokenised);
    }
  }

  private void opened(LedgerEvent.Opened opened) {
    if (opened.line() != lines.size()) {
      throw new IllegalStateException(
          "Line %d follows line %d".formatted(opened.line(), lines.size() - 1));
    }
    LedgerLine line = lineOf(opened);
    Presentation request = opened.request();
    lines.add(line);
    lineByKey.put(request.key(), line.line());
    linesBySubscription
        .computeIfAbsent(request.subscriptionId(), _ -> new ArrayList<>(1))
        .add(line.line());
    if (opened.outcome() == Outcome.DECLINED_SOFT) {
      softDeclinesByPayment.merge(request.paymentId(), 1, Integer::sum);
    }
    if (opened.outcome() == Outcome.PENDING) {
      pendingBySubscription
          .computeIfAbsent(request.subscriptionId(), _ -> new TreeSet<>())
          .add(line.line());
    }
  }

  private void succeeded(LedgerLine line) {
    lines.set(line.line(), line.succeeded());
    pendingBySubscription.computeIfPresent(
        line.request().subscriptionId(),
        (_, pending) -> pending.remove(line.line()) && pending.isEmpty() ? null : pending);
  }
}
