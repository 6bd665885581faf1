package dev.recur.notifier.fanout;

import dev.recur.notifier.notice.Money;
import dev.recur.notifier.notice.Payment;
import dev.recur.notifier.notice.PeriodUnit;
import dev.recur.notifier.notice.Terms;
import dev.recur.notifier.notice.Trial;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.PaymentFacts;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import java.util.OptionalInt;

/** What several events of the ledger speak of, in the words of {@code notice}. */
final class Nouns {

  private Nouns() {}

  static Terms terms(CreateSubscription terms) {
    String subscriptionUrl = terms.getSubscriptionNotificationUrl();
    String paymentUrl = terms.getPaymentNotificationUrl();
    return new Terms(
        terms.getSubscriptionRequestId(),
        subscriptionUrl,
        paymentUrl == null ? subscriptionUrl : paymentUrl,
        terms.getStartTime(),
        Optional.ofNullable(terms.getEndTime()),
        zone(terms.getZone()),
        unit(terms),
        terms.getPeriodRule().getCount(),
        terms.getTrials().stream()
            .map(trial -> new Trial(trial.getStartPeriod(), trial.getEndPeriod()))
            .toList());
  }

  private static PeriodUnit unit(CreateSubscription terms) {
    return switch (terms.getPeriodRule().getUnit()) {
      case DAY -> PeriodUnit.DAY;
      case WEEK -> PeriodUnit.WEEK;
      case MONTH -> PeriodUnit.MONTH;
      case YEAR -> PeriodUnit.YEAR;
      case UNKNOWN ->
          throw new IllegalStateException(
              "A period is counted in a unit this version does not know: update the notifier.");
    };
  }

  private static ZoneId zone(String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw new UnreadableEventException(
          "The zone %s is not known here: give an offset or a region of the IANA time zones."
              .formatted(text));
    }
  }

  static Payment payment(PaymentFacts payment) {
    Integer period = payment.getPurpose().getPeriod();
    return new Payment(
        payment.getPaymentId(),
        period == null ? OptionalInt.empty() : OptionalInt.of(period),
        new Money(payment.getAmount().getAmountMinor(), payment.getAmount().getCurrency()),
        payment.getCreatedAt(),
        payment.getPeriodStart(),
        payment.getPeriodEnd());
  }
}
