package dev.recur.notifier.audit.rules;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What went back of which payment, while one record is looked at. */
final class Refunds {

  /** Most payments of a subscription that are remembered for their refunds: the latest. */
  private static final int REFUNDED_MAX = 100;

  private final Map<String, Books.Refunded> byPayment = new LinkedHashMap<>();
  private final Consumer<Finding> findings;
  private boolean forgotten;

  Refunds(List<Books.Refunded> known, boolean forgotten, Consumer<Finding> findings) {
    this.forgotten = forgotten;
    this.findings = findings;
    known.forEach(refunded -> byPayment.put(refunded.paymentId(), refunded));
  }

  /** A payment was paid once more than it should: so much more can go back. */
  void paidAgain(String paymentId) {
    Books.Refunded known = byPayment.getOrDefault(paymentId, new Books.Refunded(paymentId, 1, 0));
    put(new Books.Refunded(paymentId, known.timesPaid() + 1, known.takenMinor()));
  }

  /**
   * The sum of what goes back of a payment changes.
   *
   * @param changeMinor by how much, in minor units: less than 0 when a refund failed
   */
  void take(Refund refund, long changeMinor) {
    Books.Refunded before = byPayment.get(refund.paymentId());
    if (before == null) {
      // Of a payment that is not remembered the ledger's own sum has to do.
      long sum = forgotten ? refund.refundedMinor() - changeMinor : 0;
      before = new Books.Refunded(refund.paymentId(), 1, sum);
    }
    long taken = before.takenMinor() + changeMinor;
    put(new Books.Refunded(refund.paymentId(), before.timesPaid(), taken));
    if (taken > Math.multiplyExact(refund.paid().minor(), before.timesPaid())) {
      findings.accept(
          new Finding(
              Finding.Kind.REFUNDED_TOO_MUCH,
              "%d of %s went back, which was paid %d times %s"
                  .formatted(taken, refund.paymentId(), before.timesPaid(), refund.paid())));
    }
    if (taken != refund.refundedMinor()) {
      findings.accept(
          new Finding(
              Finding.Kind.AMOUNT_CHANGED,
              "the refunds of %s come to %d, and %s says %d"
                  .formatted(refund.paymentId(), taken, refund.id(), refund.refundedMinor())));
    }
  }

  private void put(Books.Refunded refunded) {
    byPayment.remove(refunded.paymentId());
    byPayment.put(refunded.paymentId(), refunded);
    if (byPayment.size() > REFUNDED_MAX) {
      byPayment.remove(byPayment.keySet().iterator().next());
      forgotten = true;
    }
  }

  List<Books.Refunded> all() {
    return List.copyOf(byPayment.values());
  }

  boolean forgotten() {
    return forgotten;
  }
}
