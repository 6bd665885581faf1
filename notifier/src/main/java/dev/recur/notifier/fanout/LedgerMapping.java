package dev.recur.notifier.fanout;

import dev.recur.notifier.notice.Happening;
import dev.recur.notifier.notice.LedgerEvent;
import dev.recur.schemas.avro.SubscriptionEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The ledger's records in the words of {@code notice}: which field tells of what. */
final class LedgerMapping {

  private static final List<Reading<?>> READINGS =
      List.of(
          new Reading<>(
              SubscriptionEvent::getCreated,
              created ->
                  new Happening.Created(
                      Nouns.terms(created.getTerms()),
                      created.getTerms().getPaymentMethod().getType())),
          new Reading<>(
              SubscriptionEvent::getApproved,
              approved -> new Happening.Approved(Nouns.method(approved.getPaymentMethod()))),
          new Reading<>(SubscriptionEvent::getDeclined, _ -> new Happening.Declined()),
          new Reading<>(
              SubscriptionEvent::getAuthorisationExpired,
              _ -> new Happening.AuthorisationExpired()),
          new Reading<>(
              SubscriptionEvent::getPeriodWaived,
              waived -> new Happening.PeriodWaived(Nouns.payment(waived.getPayment()))),
          new Reading<>(
              SubscriptionEvent::getChargeSucceeded,
              succeeded ->
                  new Happening.ChargeSucceeded(
                      Nouns.payment(succeeded.getPayment()), succeeded.getPaymentMethodType())),
          new Reading<>(
              SubscriptionEvent::getChargeDeclined,
              declined ->
                  new Happening.ChargeDeclined(
                      Nouns.payment(declined.getPayment()),
                      declined.getAttempt(),
                      declined.getCode(),
                      Optional.ofNullable(declined.getRetryAt()))),
          new Reading<>(
              SubscriptionEvent::getPaymentFailed,
              failed ->
                  new Happening.PaymentFailed(
                      Nouns.payment(failed.getPayment()), failed.getCode())),
          new Reading<>(
              SubscriptionEvent::getRenewalCancelled,
              cancelled -> new Happening.RenewalCancelled(cancelled.getServiceEnd())),
          new Reading<>(
              SubscriptionEvent::getCanceled,
              canceled -> new Happening.Canceled(canceled.getImmediately(), canceled.getUnpaid())),
          new Reading<>(
              SubscriptionEvent::getEnded, ended -> new Happening.Ended(ended.getServiceEnd())),
          new Reading<>(SubscriptionEvent::getChanged, _ -> new Happening.Changed()),
          new Reading<>(
              SubscriptionEvent::getUpdated,
              updated ->
                  new Happening.Updated(
                      Nouns.atOnce(updated.getChangeMode()), Nouns.amendment(updated))),
          new Reading<>(
              SubscriptionEvent::getUpdateTookEffect,
              took -> new Happening.UpdateTookEffect(Nouns.amendment(took))),
          new Reading<>(
              SubscriptionEvent::getPaused,
              paused ->
                  new Happening.Paused(
                      Nouns.unpaid(paused.getReason()),
                      Optional.ofNullable(paused.getResumeTime()))),
          new Reading<>(
              SubscriptionEvent::getTrialEnding,
              ending -> new Happening.TrialEnding(Nouns.charge(ending))),
          new Reading<>(
              SubscriptionEvent::getRenewalUpcoming,
              renewal -> new Happening.RenewalUpcoming(Nouns.charge(renewal))),
          new Reading<>(SubscriptionEvent::getResumed, _ -> new Happening.Resumed()),
          new Reading<>(
              SubscriptionEvent::getPaymentMethodReplaced,
              replaced -> new Happening.MethodReplaced(Nouns.method(replaced.getPaymentMethod()))),
          new Reading<>(
              SubscriptionEvent::getRefundSucceeded,
              succeeded -> new Happening.RefundSucceeded(Nouns.refund(succeeded.getFacts()))),
          new Reading<>(
              SubscriptionEvent::getRefundFailed,
              failed -> new Happening.RefundFailed(Nouns.refund(failed.getFacts()))),
          internal(SubscriptionEvent::getPeriodStarted),
          internal(SubscriptionEvent::getPeriodSkipped),
          internal(SubscriptionEvent::getChargeRequested),
          internal(SubscriptionEvent::getChargeUnresolved),
          internal(SubscriptionEvent::getInquiryRequested),
          internal(SubscriptionEvent::getChargePresentedAgain),
          internal(SubscriptionEvent::getChargeSurplus),
          internal(SubscriptionEvent::getCatchUpDecided),
          internal(SubscriptionEvent::getHeldCyclesDecided),
          internal(SubscriptionEvent::getRefundRequested),
          internal(SubscriptionEvent::getRefundUnresolved),
          internal(SubscriptionEvent::getRefundInquiryRequested),
          internal(SubscriptionEvent::getRefundPresentedAgain),
          internal(SubscriptionEvent::getChangeStarted),
          internal(SubscriptionEvent::getChangeAbandoned),
          internal(SubscriptionEvent::getCommandRefused),
          internal(SubscriptionEvent::getParked),
          internal(SubscriptionEvent::getReleased));

  private LedgerMapping() {}

  /**
   * What one record tells.
   *
   * @throws UnreadableEventException when it cannot be an event
   * @throws IllegalStateException when it tells something that this version does not know; it must
   *     not be skipped
   */
  static LedgerEvent event(SubscriptionEvent record) {
    List<Happening> happenings = new ArrayList<>(1);
    for (Reading<?> reading : READINGS) {
      reading.of(record).ifPresent(happenings::add);
    }
    if (happenings.isEmpty()) {
      throw new IllegalStateException(
          "Event %d of %s is of a type this version does not know: update the notifier first."
              .formatted(record.getSequence(), record.getSubscriptionId()));
    }
    if (happenings.size() > 1) {
      throw new UnreadableEventException(
          "The event tells several things at once: find the program that wrote it.");
    }
    return new LedgerEvent(
        record.getSubscriptionId(),
        record.getClientId(),
        record.getSequence(),
        record.getAt(),
        happenings.getFirst(),
        Optional.ofNullable(record.getLifecycleStatus()).map(Nouns::status));
  }

  /** One type of event that merchants are not told of and that changes nothing they are told. */
  private static <T> Reading<T> internal(Function<SubscriptionEvent, @Nullable T> field) {
    return new Reading<>(field, _ -> new Happening.Internal());
  }

  /**
   * One type of event.
   *
   * @param field the field that is set when an event is of this type
   * @param meaning what such an event tells
   */
  private record Reading<T>(
      Function<SubscriptionEvent, @Nullable T> field, Function<T, Happening> meaning) {
    Optional<Happening> of(SubscriptionEvent record) {
      return Optional.ofNullable(field.apply(record)).map(meaning);
    }
  }
}
