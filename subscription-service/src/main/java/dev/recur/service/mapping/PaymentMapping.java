package dev.recur.service.mapping;

import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.RefundFacts;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionOrigin;
import dev.recur.schemas.id.Identity;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.service.read.PaymentView;
import dev.recur.service.read.PaymentView.Attempt;
import dev.recur.service.read.PaymentView.Status;
import dev.recur.service.read.RefundView;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Events about money, as the read side keeps them. */
public final class PaymentMapping {

  private PaymentMapping() {}

  /** A payment that a merchant asked for by an id of its own. */
  public record Asked(String requestId, String paymentId) {}

  /**
   * What an event makes of a payment.
   *
   * @param known what is known of a payment's id before the event; gives null when nothing is
   * @return null when the event is about none
   * @throws UndecodableRecordException when it is about one that cannot be
   */
  public static @Nullable PaymentView payment(
      SubscriptionEvent event, Function<String, @Nullable PaymentView> known) {
    Step step = step(event);
    if (step == null) {
      return null;
    }
    String paymentId = step.payment.getPaymentId();
    if (!Identity.isPaymentId(paymentId)) {
      throw senseless(event, "is about a payment whose id is none");
    }
    PaymentView before = known.apply(paymentId);
    return after(event, step, before != null ? before : opened(event, step));
  }

  /** Who asked for the first payment of a subscription that came with it. */
  public static Optional<Asked> payRequest(SubscriptionEvent event) {
    if (event.getCreated() == null) {
      return Optional.empty();
    }
    CreateSubscription terms = event.getCreated().getTerms();
    return terms.getOrigin() == SubscriptionOrigin.PAY
        ? Optional.of(
            new Asked(
                terms.getSubscriptionRequestId(),
                Identity.paymentIdOfPeriod(event.getSubscriptionId(), 1)))
        : Optional.empty();
  }

  /**
   * The refund that an event is about, as it leaves it; null when it is about none.
   *
   * @throws UndecodableRecordException when it is about one that cannot be
   */
  public static @Nullable RefundView refund(SubscriptionEvent event) {
    if (event.getRefundRequested() != null) {
      return open(event, event.getRefundRequested().getFacts());
    }
    if (event.getRefundPresentedAgain() != null) {
      return open(event, event.getRefundPresentedAgain().getFacts());
    }
    if (event.getRefundUnresolved() != null) {
      return open(event, event.getRefundUnresolved().getFacts());
    }
    if (event.getRefundSucceeded() != null) {
      return refund(event, event.getRefundSucceeded().getFacts(), RefundView.Status.SUCCESS, null);
    }
    if (event.getRefundFailed() != null) {
      return refund(
          event,
          event.getRefundFailed().getFacts(),
          RefundView.Status.FAIL,
          event.getRefundFailed().getCode());
    }
    return null;
  }

  /**
   * What one event says of a payment.
   *
   * @param status of the payment
   * @param code the channel's reason, where the event has one
   * @param methodType what paid, where the event says so
   */
  private record Step(
      PaymentFacts payment,
      Status status,
      @Nullable Attempt attempt,
      @Nullable String code,
      @Nullable String methodType) {

    /** About one attempt, with which the payment stands and falls. */
    static Step of(PaymentFacts payment, int attempt, Status status, Instant at) {
      return new Step(payment, status, new Attempt(attempt, status, null, at), null, null);
    }

    boolean isFailedAttempt() {
      return attempt != null && attempt.status() == Status.FAIL;
    }
  }

  private static @Nullable Step step(SubscriptionEvent event) {
    Instant at = event.getAt();
    if (event.getPeriodWaived() != null) {
      return new Step(event.getPeriodWaived().getPayment(), Status.SUCCESS, null, null, null);
    }
    if (event.getChargeRequested() != null) {
      var asked = event.getChargeRequested();
      return Step.of(asked.getPayment(), asked.getAttempt(), Status.PROCESSING, at);
    }
    if (event.getChargePresentedAgain() != null) {
      var asked = event.getChargePresentedAgain();
      return Step.of(asked.getPayment(), asked.getAttempt(), Status.PROCESSING, at);
    }
    if (event.getChargeUnresolved() != null) {
      var open = event.getChargeUnresolved();
      Status status = open.getPending() ? Status.PENDING : Status.PROCESSING;
      return Step.of(open.getPayment(), open.getAttempt(), status, at);
    }
    if (event.getChargeSurplus() != null) {
      var surplus = event.getChargeSurplus();
      return Step.of(surplus.getPayment(), surplus.getAttempt(), Status.SUCCESS, at);
    }
    if (event.getChargeSucceeded() != null) {
      var paid = event.getChargeSucceeded();
      return new Step(
          paid.getPayment(),
          Status.SUCCESS,
          new Attempt(paid.getAttempt(), Status.SUCCESS, null, at),
          null,
          paid.getPaymentMethodType());
    }
    if (event.getChargeDeclined() != null) {
      var declined = event.getChargeDeclined();
      // Whether the payment has failed with that, an event of its own says.
      return new Step(
          declined.getPayment(),
          Status.PROCESSING,
          new Attempt(declined.getAttempt(), Status.FAIL, declined.getCode(), at),
          declined.getCode(),
          null);
    }
    if (event.getPaymentFailed() != null) {
      var failed = event.getPaymentFailed();
      return new Step(failed.getPayment(), Status.FAIL, null, failed.getCode(), null);
    }
    return null;
  }

  /** One that is heard of for the first time. */
  private static PaymentView opened(SubscriptionEvent event, Step step) {
    PaymentFacts payment = step.payment;
    // The first release named the period in the purpose only.
    Integer period =
        payment.getPeriod() == null ? payment.getPurpose().getPeriod() : payment.getPeriod();
    PaymentView.Purpose purpose = purpose(payment);
    String requestId = payment.getPurpose().getRequestId();
    return new PaymentView(
        payment.getPaymentId(),
        event.getSequence(),
        step.status,
        purpose,
        said(event, "period", period),
        purpose == PaymentView.Purpose.MANUAL ? request(event, requestId) : requestId,
        step.methodType,
        TermsMapping.of(payment.getAmount()),
        payment.getCreatedAt(),
        event.getAt(),
        step.code,
        List.of());
  }

  /** What is paid stays paid, and one more attempt that failed does not open what was given up. */
  private static PaymentView after(SubscriptionEvent event, Step step, PaymentView before) {
    boolean paid = before.status() == Status.SUCCESS;
    boolean stays = paid || (before.status() == Status.FAIL && step.isFailedAttempt());
    return new PaymentView(
        before.paymentId(),
        event.getSequence(),
        stays ? before.status() : step.status,
        before.purpose(),
        before.period(),
        before.requestId(),
        before.methodType() != null ? before.methodType() : step.methodType,
        before.amount(),
        before.createdAt(),
        stays ? before.time() : event.getAt(),
        code(step, before),
        step.attempt == null ? before.attempts() : with(before.attempts(), step.attempt));
  }

  private static @Nullable String code(Step step, PaymentView before) {
    if (before.status() == Status.SUCCESS || step.status == Status.SUCCESS) {
      return null;
    }
    return step.code != null ? step.code : before.code();
  }

  private static List<Attempt> with(List<Attempt> attempts, Attempt attempt) {
    return Stream.concat(
            attempts.stream().filter(other -> other.number() != attempt.number()),
            Stream.of(attempt))
        .sorted(Comparator.comparingInt(Attempt::number))
        .toList();
  }

  /** An empty one is none: it could not be asked for again. */
  private static String request(SubscriptionEvent event, @Nullable String requestId) {
    return said(event, "request", requestId == null || requestId.isEmpty() ? null : requestId);
  }

  private static <T> T said(SubscriptionEvent event, String what, @Nullable T part) {
    if (part == null) {
      throw senseless(event, "does not say the " + what + " of its payment");
    }
    return part;
  }

  private static UndecodableRecordException senseless(SubscriptionEvent event, String what) {
    return new UndecodableRecordException(
        "Event %d of %s %s: find the program that wrote it."
            .formatted(event.getSequence(), event.getSubscriptionId(), what),
        null);
  }

  private static PaymentView.Purpose purpose(PaymentFacts facts) {
    return switch (facts.getPurpose().getKind()) {
      case PERIOD -> PaymentView.Purpose.PERIOD;
      case CHANGE -> PaymentView.Purpose.CHANGE;
      case MANUAL -> PaymentView.Purpose.MANUAL;
      case REFUND, UNKNOWN -> throw TermsMapping.unknown("purpose of a charge");
    };
  }

  private static RefundView open(SubscriptionEvent event, RefundFacts facts) {
    return refund(event, facts, RefundView.Status.PROCESSING, null);
  }

  private static RefundView refund(
      SubscriptionEvent event, RefundFacts facts, RefundView.Status status, @Nullable String code) {
    return new RefundView(
        facts.getRefund().getPaymentId(),
        request(event, facts.getRefund().getPurpose().getRequestId()),
        facts.getRefundedPaymentId(),
        status,
        TermsMapping.of(facts.getRefund().getAmount()),
        event.getAt(),
        code);
  }
}
