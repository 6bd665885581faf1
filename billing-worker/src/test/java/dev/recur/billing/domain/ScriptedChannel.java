package dev.recur.billing.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A payment channel in a test, which says what it is told to say. It answers at once, or not at all
 * while it is silent.
 */
final class ScriptedChannel {
  static final ChannelOutcome OK = new ChannelOutcome.Succeeded(Optional.of("ref"));
  static final ChannelOutcome SOFT = new ChannelOutcome.Declined("insufficient_funds", false);
  static final ChannelOutcome HARD = new ChannelOutcome.Declined("stolen", true);
  static final ChannelOutcome PENDING = new ChannelOutcome.NotFinal(true);
  static final ChannelOutcome UNKNOWN = new ChannelOutcome.NotFinal(false);
  static final ChannelOutcome NOT_FOUND = new ChannelOutcome.NotFound();
  static final ChannelOutcome REFUSED = new ChannelOutcome.Refused("refused");

  private ChannelOutcome outcome = OK;
  private Optional<ChannelOutcome> ofRefunds = Optional.empty();
  private Duration pendingFor = Duration.ZERO;
  private boolean neverReached;
  private boolean silent;
  private boolean silentOfRefunds;
  private final Map<String, Instant> firstAsked = new HashMap<>();

  /**
   * What an event asks of the channel.
   *
   * @param inquiry 0 for the charge or the refund itself
   */
  record Asked(Payment payment, int attempt, int inquiry) {
    static Optional<Asked> by(Event event) {
      return switch (event) {
        case Event.ChargeRequested e -> Optional.of(new Asked(e.payment(), e.attempt(), 0));
        case Event.ChargePresentedAgain e -> Optional.of(new Asked(e.payment(), e.attempt(), 0));
        case Event.InquiryRequested e ->
            Optional.of(new Asked(e.payment(), e.attempt(), e.inquiry()));
        case Event.RefundRequested e -> Optional.of(new Asked(e.facts().refund(), 1, 0));
        case Event.RefundPresentedAgain e -> Optional.of(new Asked(e.facts().refund(), 1, 0));
        case Event.RefundInquiryRequested e ->
            Optional.of(new Asked(e.facts().refund(), 1, e.inquiry()));
        case Event.LifeEvent _, Event.PaymentEvent _, Event.RefundEvent _ -> Optional.empty();
      };
    }

    /** The answer to it. */
    Input.ChannelAnswer answered(ChannelOutcome outcome) {
      return new Input.ChannelAnswer(payment.paymentId(), attempt, inquiry, outcome, Memory.NONE);
    }

    String key() {
      return payment.paymentId() + "/" + attempt;
    }
  }

  /** A request that nobody made. */
  static Asked neverAsked() {
    Period none = new Period(1, Instant.EPOCH, Instant.EPOCH);
    return new Asked(
        new Payment("none", new Purpose.Manual("none"), Given.usd(1), Instant.EPOCH, none), 1, 0);
  }

  void says(ChannelOutcome next) {
    outcome = next;
    pendingFor = Duration.ZERO;
    silent = false;
  }

  /** Everything is pending first, and succeeds this many minutes after it was first asked for. */
  void pendsFor(int minutes) {
    says(OK);
    pendingFor = Duration.ofMinutes(minutes);
  }

  /** Nothing is known of any order, and an inquiry finds none. */
  void isNeverReached() {
    neverReached = true;
  }

  void saysOfRefunds(ChannelOutcome next) {
    ofRefunds = Optional.of(next);
    silentOfRefunds = false;
  }

  /** Whatever it says of charges, of refunds it says nothing. */
  void isSilentOfRefunds() {
    silentOfRefunds = true;
  }

  void isSilent() {
    silent = true;
    ofRefunds = Optional.empty();
  }

  Optional<ChannelOutcome> asked(Asked what, Instant at) {
    boolean isRefund = what.payment().purpose() instanceof Purpose.ForRefund;
    if (isRefund && silentOfRefunds) {
      return Optional.empty();
    }
    if (isRefund && ofRefunds.isPresent()) {
      return ofRefunds;
    }
    if (silent) {
      return Optional.empty();
    }
    if (neverReached) {
      return Optional.of(what.inquiry() == 0 ? UNKNOWN : NOT_FOUND);
    }
    Instant first = firstAsked.computeIfAbsent(what.key(), _ -> at);
    if (at.isBefore(first.plus(pendingFor))) {
      return Optional.of(PENDING);
    }
    return Optional.of(outcome);
  }
}
