package dev.recur.service.gateway.wire;

import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.read.SubscriptionView;
import dev.recur.service.terms.PeriodUnit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code subscriptions/inquireSubscriptionList} (Antom, inquireSubscriptionList).
 *
 * @param startTimeFrom first start; seven days ago where nobody says
 * @param startTimeTo last start; now where nobody says
 */
public record InquireListRequest(
    Instant startTimeFrom,
    Instant startTimeTo,
    @Nullable List<SubscriptionInfo.Status> statuses,
    @Nullable List<String> paymentMethodTypes,
    @Nullable List<String> currencies,
    @Nullable List<PeriodUnit> periodTypes,
    Paging paging) {

  private static final Duration DEFAULT_SPAN = Duration.ofDays(7);
  private static final int STATUSES_MAX = 3;
  private static final int PERIOD_TYPES_MAX = 4;
  private static final int TEXTS_MAX = 100;
  private static final int METHOD_CHARS_MAX = 64;
  private static final int CURRENCY_CHARS = 3;

  /**
   * Reads the body.
   *
   * @param now when it came
   */
  public static InquireListRequest read(Fields body, Instant now) {
    Instant to = Objects.requireNonNullElse(CommonFields.optionalInstant(body, "startTimeTo"), now);
    Instant from =
        Objects.requireNonNullElse(
            CommonFields.optionalInstant(body, "startTimeFrom"), now.minus(DEFAULT_SPAN));
    if (to.isBefore(from)) {
      throw body.refuse(
          "startTimeTo",
          "lies before startTimeFrom, which is seven days ago unless you send it: send both.");
    }
    return new InquireListRequest(
        from,
        to,
        wanted(body.optionalAnyOf("statuses", STATUSES_MAX, SubscriptionInfo.Status.class)),
        wanted(body.optionalTexts("paymentMethodTypes", TEXTS_MAX, METHOD_CHARS_MAX)),
        wanted(body.optionalTexts("currencies", TEXTS_MAX, CURRENCY_CHARS)),
        wanted(body.optionalAnyOf("periodTypes", PERIOD_TYPES_MAX, PeriodUnit.class)),
        Paging.read(body));
  }

  /** True when a subscription is among those asked for, as far as it does not concern its start. */
  public boolean wants(SubscriptionView view) {
    return (statuses == null || statuses.contains(SubscriptionInfo.status(view)))
        && (paymentMethodTypes == null || paymentMethodTypes.contains(view.paymentMethod().type()))
        && (currencies == null || currencies.contains(view.paymentAmount().currency()))
        && (periodTypes == null || periodTypes.contains(view.periodRule().unit()));
  }

  /** None named is as good as not asked. */
  private static <T> @Nullable List<T> wanted(Optional<List<T>> named) {
    return named.filter(all -> !all.isEmpty()).orElse(null);
  }
}
