package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.RefundFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What a merchant has asked for of one subscription, beside its beginning and its end. */
final class Requested {

  private final Plan plan;
  private final Wishes wishes;

  /** What moved under each key, in minor units. */
  private final Map<String, Long> moved;

  /** What went back of each payment, or is on its way, in minor units. */
  private final Map<String, Long> refunded = new HashMap<>();

  Requested(Plan plan, History history) {
    this.plan = plan;
    this.wishes = new Wishes(plan);
    this.moved = history.moved();
  }

  /** The act with a request's id; empty when nobody asked. */
  Optional<Act> act(@Nullable String requestId) {
    return plan.acts().stream().filter(act -> act.requestIdIn(plan).equals(requestId)).findFirst();
  }

  /**
   * True when a charge that is for no period was asked for, with this amount.
   *
   * @param price of the running period
   */
  boolean isCharge(PaymentFacts payment, LongSupplier price) {
    boolean manual = payment.getPurpose().getKind() == PurposeKind.MANUAL;
    long amount = payment.getAmount().getAmountMinor();
    return manual != plan.managed()
        && act(payment.getPurpose().getRequestId())
            .filter(
                act ->
                    act.kind() == (manual ? Act.Kind.CHARGE : Act.Kind.PRICE_NOW)
                        && amount
                            == (manual
                                ? Wishes.charge(act).orElseGet(price::getAsLong)
                                : Wishes.difference(act)))
            .isPresent();
  }

  /**
   * Money goes back, or after all does not.
   *
   * @param isAsked false when it does not go back after all
   * @return what is wrong with that: money goes back where somebody asked for it, and never more
   *     than was paid
   */
  List<String> refund(RefundFacts facts, boolean isAsked) {
    List<String> broken = new ArrayList<>();
    long amount = facts.getRefund().getAmount().getAmountMinor();
    boolean isWanted =
        act(facts.getRefund().getPurpose().getRequestId())
            .filter(act -> act.kind() == Act.Kind.REFUND || act.kind() == Act.Kind.PRICE_NOW)
            .filter(act -> amount == wishes.refund(act))
            .isPresent();
    if (!isWanted) {
      broken.add("nobody asked for %s".formatted(facts));
    }
    String paymentId = facts.getRefundedPaymentId();
    long back =
        Objects.requireNonNull(refunded.merge(paymentId, isAsked ? amount : -amount, Long::sum));
    long paid =
        moved.entrySet().stream()
            .filter(one -> one.getKey().startsWith(paymentId + "/"))
            .mapToLong(Map.Entry::getValue)
            .sum();
    if (back > paid) {
      broken.add("%d of %d go back of %s".formatted(back, paid, paymentId));
    }
    return broken;
  }
}
