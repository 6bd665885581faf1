package dev.recur.systemtests.expect;

import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Everything that must follow from one approved offer.
 *
 * @param clientId the merchant
 * @param offer what was asked for
 * @param approvedAt when the buyer agreed
 */
public record Expectation(String clientId, Offer offer, OffsetDateTime approvedAt) {

  /** First of the default retryDays. */
  private static final Duration FIRST_RETRY = Duration.ofDays(1);

  /** What is told where no end was agreed (contract A6: default of subscriptionEndTime). */
  private static final String OPEN_END = "2099-12-31T23:59:59+08:00";

  /** The subscription's id, by the published rule. */
  public String subscriptionId() {
    return PublishedIds.subscription(clientId, offer.requestId());
  }

  /** The calendar of it. */
  public Calendar calendar() {
    return new Calendar(offer, approvedAt);
  }

  /** Every line of the channel's ledger once the clock shows {@code until}. */
  public List<Charge> charges(OffsetDateTime until) {
    List<Charge> charges = new ArrayList<>();
    for (Due due : calendar().dueBy(until)) {
      if (due.amountMinor() == 0) {
        continue; // A free period asks nothing of the channel.
      }
      switch (offer.mood()) {
        case PAYS, UNKNOWN_THEN_PAYS -> charges.add(charge(due, 1, Charge.SUCCEEDED, due.dueAt()));
        case DECLINES_FIRST -> {
          charges.add(charge(due, 1, Charge.DECLINED_SOFT, due.dueAt()));
          OffsetDateTime retryAt = due.dueAt().plus(FIRST_RETRY);
          if (!retryAt.isAfter(until)) {
            charges.add(charge(due, 2, Charge.SUCCEEDED, retryAt));
          }
        }
      }
    }
    return charges;
  }

  /** Everything the merchant is told once the clock shows {@code until}, in its order. */
  public List<Notice> notices(OffsetDateTime until) {
    List<Notice> notices = new ArrayList<>();
    int begun = calendar().periodAt(approvedAt);
    String status = begun == 0 || offer.isTrial(begun) ? "trialing" : "active";
    notices.add(ofSubscription("CREATE", "ACTIVE", OPEN_END, status));
    calendar().dueBy(until).stream()
        .filter(due -> !settledAt(due).isAfter(until))
        .sorted(Comparator.comparing(this::settledAt))
        .map(this::paid)
        .forEach(notices::add);
    return notices;
  }

  /**
   * Renewal is switched off.
   *
   * @param serviceEnd end of the last period that is served
   */
  public Notice cancelled(OffsetDateTime serviceEnd) {
    return ofSubscription("CANCEL", "ACTIVE", wire(serviceEnd), "active");
  }

  /** Service ends at once. */
  public Notice terminated(OffsetDateTime at) {
    return ofSubscription("TERMINATE", "TERMINATED", wire(at), "canceled");
  }

  /** A time as the wire writes it: in the offset that the merchant counts in. */
  public static String wire(OffsetDateTime time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.truncatedTo(ChronoUnit.SECONDS));
  }

  private Charge charge(Due due, int attempt, String outcome, OffsetDateTime at) {
    String paymentId = PublishedIds.paymentOfPeriod(subscriptionId(), due.period());
    return new Charge(
        PublishedIds.attempt(paymentId, attempt),
        Charge.CHARGE,
        new Purpose(subscriptionId(), "PERIOD", due.period()),
        paymentId,
        due.amountMinor(),
        offer.currency(),
        outcome,
        at.toInstant());
  }

  private OffsetDateTime settledAt(Due due) {
    boolean retried = offer.mood() == Offer.Mood.DECLINES_FIRST && due.amountMinor() > 0;
    return retried ? due.dueAt().plus(FIRST_RETRY) : due.dueAt();
  }

  private Notice ofSubscription(String type, String status, String end, String lifecycleStatus) {
    return new Notice(
        subscriptionId(),
        Map.of(
            Notice.KIND,
            Notice.OF_SUBSCRIPTION,
            "subscriptionNotificationType",
            type,
            "subscriptionStatus",
            status,
            "subscriptionRequestId",
            offer.requestId(),
            "subscriptionStartTime",
            wire(offer.start()),
            "subscriptionEndTime",
            end,
            "periodRule.periodType",
            periodType(),
            "periodRule.periodCount",
            Integer.toString(offer.count()),
            "lifecycleStatus",
            lifecycleStatus));
  }

  private Notice paid(Due due) {
    Map<String, String> fields = new TreeMap<>();
    fields.put(Notice.KIND, Notice.OF_PAYMENT);
    fields.put("result.resultStatus", "S");
    fields.put("result.resultCode", "SUCCESS");
    fields.put("paymentId", PublishedIds.paymentOfPeriod(subscriptionId(), due.period()));
    fields.put("paymentAmount.value", Long.toString(due.amountMinor()));
    fields.put("paymentAmount.currency", offer.currency());
    fields.put("subscriptionRequestId", offer.requestId());
    fields.put("phaseNo", Integer.toString(due.period()));
    fields.put("periodStartTime", wire(due.start()));
    fields.put("periodEndTime", wire(due.end()));
    fields.put("paymentCreateTime", wire(due.dueAt()));
    if (offer.mood() != Offer.Mood.UNKNOWN_THEN_PAYS) {
      // Else it is whenever the inquiry told, of which the design fixes no minute.
      fields.put("paymentTime", wire(settledAt(due)));
    }
    return new Notice(subscriptionId(), fields);
  }

  /** {@code periodType} on the wire. */
  public String periodType() {
    return switch (offer.unit()) {
      case DAYS -> "DAY";
      case WEEKS -> "WEEK";
      case MONTHS -> "MONTH";
      case YEARS -> "YEAR";
      default -> throw new IllegalArgumentException("No period is counted in " + offer.unit());
    };
  }
}
