package dev.recur.systemtests.simulation;

import dev.recur.schemas.avro.CatchUpAct;
import dev.recur.schemas.avro.CollectionMode;
import dev.recur.schemas.avro.PaymentFacts;
import dev.recur.schemas.avro.PurposeKind;
import dev.recur.schemas.avro.SubscriptionEvent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What the ledger tells of one subscription, in the words of a reader who knows only its schema.
 */
final class History {

  private final String subscriptionId;
  private final List<SubscriptionEvent> events;

  /** What became of each period, all that was said of it. */
  private final TreeMap<Integer, List<Fate>> fates = new TreeMap<>();

  /** Keys under which money moved: amounts in minor units, those that went back below zero. */
  private final TreeMap<String, Long> moved = new TreeMap<>();

  /** How often a key was told to have succeeded. */
  private final TreeMap<String, Integer> successes = new TreeMap<>();

  /** Missed periods that are to be charged, or wait for approval. */
  private final Set<Integer> kept = new TreeSet<>();

  private final List<String> open = new ArrayList<>();

  /** Payments that were ever asked for. */
  private final Set<String> asked = new TreeSet<>();

  /** Ids of the merchant's requests that something came of. */
  private final Set<String> granted = new TreeSet<>();

  private final Map<String, ChangeFate> changes = new TreeMap<>();
  private boolean notifiesBuyer;
  private boolean managed;
  private boolean parked;
  private boolean wasParked;
  private @Nullable Instant approvedAt;
  private @Nullable Instant overAt;

  /** What became of a period. */
  enum Fate {
    PAID,
    FAILED,
    FREE,
    SKIPPED
  }

  /** What became of a change. */
  enum ChangeFate {
    UNDER_WAY,
    CHANGED,
    ABANDONED
  }

  History(String subscriptionId, List<SubscriptionEvent> events) {
    this.subscriptionId = subscriptionId;
    this.events = List.copyOf(events);
    events.forEach(this::take);
  }

  /** The name of what an event tells. */
  static String nameOf(SubscriptionEvent event) {
    return event.getSchema().getFields().stream()
        .filter(field -> event.get(field.pos()) instanceof SpecificRecord)
        .map(Schema.Field::name)
        .filter(name -> !name.equals("input"))
        .findFirst()
        .orElse("nothing");
  }

  private static @Nullable String requestOf(SubscriptionEvent event) {
    if (event.getPaused() != null) {
      return event.getPaused().getRequestId();
    } else if (event.getUpdated() != null) {
      return event.getUpdated().getRequestId();
    } else if (event.getPaymentMethodReplaced() != null) {
      return event.getPaymentMethodReplaced().getRequestId();
    } else if (event.getChargeRequested() != null) {
      return event.getChargeRequested().getPayment().getPurpose().getRequestId();
    } else if (event.getRefundRequested() != null) {
      return event.getRefundRequested().getFacts().getRefund().getPurpose().getRequestId();
    }
    return event.getChangeStarted() == null ? null : event.getChangeStarted().getRequestId();
  }

  private void take(SubscriptionEvent event) {
    String request = requestOf(event);
    if (request != null) {
      granted.add(request);
    }
    if (event.getCreated() != null) {
      notifiesBuyer = event.getCreated().getTerms().getNotifiesBuyer();
      managed = event.getCreated().getTerms().getCollection() == CollectionMode.MANAGED;
    } else if (event.getApproved() != null) {
      approvedAt = event.getAt();
    } else if (event.getPeriodWaived() != null) {
      fate(event.getPeriodWaived().getPayment(), Fate.FREE);
    } else if (event.getPeriodSkipped() != null) {
      fate(event.getPeriodSkipped().getPeriod(), Fate.SKIPPED);
    } else if (event.getCatchUpDecided() != null) {
      if (event.getCatchUpDecided().getAct() == CatchUpAct.SKIP) {
        fate(event.getCatchUpDecided().getPayment(), Fate.SKIPPED);
      } else {
        kept.add(event.getCatchUpDecided().getPayment().getPurpose().getPeriod());
      }
    } else if (event.getHeldCyclesDecided() != null) {
      if (!event.getHeldCyclesDecided().getApproved()) {
        event.getHeldCyclesDecided().getPeriods().forEach(period -> fate(period, Fate.SKIPPED));
      }
    } else if (event.getChargeRequested() != null) {
      PaymentFacts payment = event.getChargeRequested().getPayment();
      if (payment.getPurpose().getKind() == PurposeKind.PERIOD) {
        kept.remove(payment.getPurpose().getPeriod());
      }
      open.add(payment.getPaymentId());
      asked.add(payment.getPaymentId());
    } else if (event.getChangeStarted() != null) {
      changes.put(event.getChangeStarted().getNewSubscriptionId(), ChangeFate.UNDER_WAY);
    } else if (event.getChangeAbandoned() != null) {
      changes.put(event.getChangeAbandoned().getNewSubscriptionId(), ChangeFate.ABANDONED);
    } else if (event.getChargeSucceeded() != null) {
      var charged = event.getChargeSucceeded();
      closed(charged.getPayment());
      fate(charged.getPayment(), Fate.PAID);
      moves(charged.getPayment(), charged.getAttempt(), 1);
    } else if (event.getChargeSurplus() != null) {
      moves(event.getChargeSurplus().getPayment(), event.getChargeSurplus().getAttempt(), 1);
    } else if (event.getPaymentFailed() != null) {
      closed(event.getPaymentFailed().getPayment());
      fate(event.getPaymentFailed().getPayment(), Fate.FAILED);
    } else if (event.getRefundRequested() != null) {
      open.add(event.getRefundRequested().getFacts().getRefund().getPaymentId());
    } else if (event.getRefundSucceeded() != null) {
      closed(event.getRefundSucceeded().getFacts().getRefund());
      moves(event.getRefundSucceeded().getFacts().getRefund(), 1, -1);
    } else if (event.getRefundFailed() != null) {
      closed(event.getRefundFailed().getFacts().getRefund());
    } else if (event.getParked() != null) {
      parked = true;
      wasParked = true;
    } else if (event.getReleased() != null) {
      parked = false;
    } else if (event.getRenewalCancelled() != null) {
      endsWithIt();
    } else if (event.getCanceled() != null
        || event.getEnded() != null
        || event.getChanged() != null
        || event.getAuthorisationExpired() != null
        || event.getDeclined() != null) {
      if (event.getChanged() != null) {
        changes.put(event.getChanged().getNewSubscriptionId(), ChangeFate.CHANGED);
      }
      endsWithIt();
      overAt = event.getAt();
    }
  }

  /** What has no outcome when a subscription is cancelled ends with it. */
  private void endsWithIt() {
    List.copyOf(kept).forEach(period -> fate(period, Fate.SKIPPED));
  }

  private void closed(PaymentFacts payment) {
    open.removeIf(payment.getPaymentId()::equals);
  }

  private void moves(PaymentFacts payment, int attempt, int sign) {
    String key = payment.getPaymentId() + "/" + attempt;
    moved.put(key, sign * payment.getAmount().getAmountMinor());
    successes.merge(key, 1, Integer::sum);
  }

  private void fate(PaymentFacts payment, Fate fate) {
    if (payment.getPurpose().getKind() == PurposeKind.PERIOD) {
      fate(payment.getPurpose().getPeriod(), fate);
    }
  }

  private void fate(int period, Fate fate) {
    List<Fate> said = fates.computeIfAbsent(period, _ -> new ArrayList<>());
    if (fate == Fate.PAID || fate == Fate.FAILED) {
      // A success that is told after a final decline counts as paid; and what failed for good is
      // tried again, and may fail again, with another method.
      said.remove(Fate.FAILED);
    }
    said.add(fate);
    kept.remove(period);
  }

  String subscriptionId() {
    return subscriptionId;
  }

  /** The merchant. */
  String clientId() {
    return events.getFirst().getClientId();
  }

  List<SubscriptionEvent> events() {
    return events;
  }

  NavigableMap<Integer, List<Fate>> fates() {
    return fates;
  }

  Map<String, Long> moved() {
    return moved;
  }

  Map<String, Integer> successes() {
    return successes;
  }

  /** Payments and refunds that were asked for and have no outcome. */
  List<String> open() {
    return open;
  }

  /** Payments that were ever asked for. */
  Set<String> asked() {
    return asked;
  }

  /** Ids of the merchant's requests that something came of. */
  Set<String> granted() {
    return granted;
  }

  /** What became of its changes, by the subscription that was to take its place. */
  Map<String, ChangeFate> changes() {
    return changes;
  }

  /** True when it lives, or did, in the place of another one. */
  boolean follows(String otherId) {
    return approvedAt != null
        && otherId.equals(events.getFirst().getCreated().getTerms().getRelatedSubscriptionId());
  }

  boolean isParked() {
    return parked;
  }

  boolean wasParked() {
    return wasParked;
  }

  /** True when its periods are charged by themselves. */
  boolean isManaged() {
    return managed;
  }

  /** True when the buyer is written to. */
  boolean notifiesBuyer() {
    return notifiesBuyer;
  }

  boolean isOver() {
    return overAt != null;
  }

  Optional<Instant> approvedAt() {
    return Optional.ofNullable(approvedAt);
  }

  Optional<Instant> overAt() {
    return Optional.ofNullable(overAt);
  }
}
