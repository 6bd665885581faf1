package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.avro.SubscriptionSnapshot;
import dev.recur.schemas.id.Identity;
import dev.recur.service.mapping.PaymentMapping;
import dev.recur.service.mapping.SubscriptionMapping;
import dev.recur.service.read.PaymentView;
import dev.recur.service.read.RefundView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the service shows of a subscription, made by its own rules from what the topics hold. */
final class ReadSide {

  private final String subscriptionId;
  private final Map<String, PaymentView> payments = new TreeMap<>();
  private final Map<String, RefundView> refunds = new HashMap<>();
  private final List<String> broken = new ArrayList<>();

  private ReadSide(String subscriptionId) {
    this.subscriptionId = subscriptionId;
  }

  /**
   * What is wrong with what is shown of a subscription that is over, each in one sentence.
   *
   * @param snapshot its last one
   */
  static List<String> objections(History history, SubscriptionSnapshot snapshot) {
    ReadSide shown = new ReadSide(history.subscriptionId());
    history.events().forEach(shown::take);
    if (history.isOver() && !SubscriptionMapping.of(snapshot).lifecycle().isOver()) {
      shown.broken.add(history.subscriptionId() + " is over, and not shown so");
    }
    shown.compare(history.moved());
    return shown.broken;
  }

  private void take(SubscriptionEvent event) {
    PaymentView payment = PaymentMapping.payment(event, payments::get);
    if (payment != null) {
      payments.put(payment.paymentId(), payment);
    }
    RefundView refund = PaymentMapping.refund(event);
    if (refund != null) {
      refunds.put(refund.refundId(), refund);
    }
  }

  private void compare(Map<String, Long> moved) {
    Map<String, Long> shown = new TreeMap<>();
    for (PaymentView payment : payments.values()) {
      for (PaymentView.Attempt attempt : payment.attempts()) {
        if (attempt.status() == PaymentView.Status.SUCCESS) {
          shown.put(
              Identity.attemptKey(payment.paymentId(), attempt.number()), payment.amount().minor());
        }
      }
      if (payment.status() != PaymentView.Status.SUCCESS
          && payment.status() != PaymentView.Status.FAIL) {
        broken.add(payment.paymentId() + " is shown as " + payment.status());
      }
    }
    for (RefundView refund : refunds.values()) {
      if (refund.status() == RefundView.Status.SUCCESS) {
        shown.put(Identity.attemptKey(refund.refundId(), 1), -refund.amount().minor());
      }
    }
    if (!shown.equals(moved)) {
      broken.add(subscriptionId + ": moved was " + moved + ", and shown is " + shown);
    }
  }
}
