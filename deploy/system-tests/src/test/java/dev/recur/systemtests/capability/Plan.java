package dev.recur.systemtests.capability;

import dev.recur.systemtests.expect.Offer;
import dev.recur.systemtests.merchant.CreateOnTestClock;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A subscription to be asked for.
 *
 * @param offer its terms
 * @param agreedAt when the buyer agrees to it
 * @param methodId how the sandbox's bank treats the buyer
 * @param more what the request says beyond the offer
 */
record Plan(
    Offer offer, OffsetDateTime agreedAt, String methodId, Consumer<CreateOnTestClock> more) {

  /** A plain monthly one that the buyer agrees to when it starts, and that the bank pays. */
  static Plan monthly(String requestId, String start, long amountMinor, String currency) {
    OffsetDateTime at = OffsetDateTime.parse(start);
    return new Plan(Offer.monthly(requestId, at, amountMinor, currency), at, "ok", _ -> {});
  }

  /** The same, of periods of another length. */
  Plan every(int count, ChronoUnit unit) {
    return with(offer.every(count, unit));
  }

  /** The same with another price for a range of periods. */
  Plan trial(int firstPeriod, int lastPeriod, long amountMinor) {
    return with(offer.withTrial(firstPeriod, lastPeriod, amountMinor));
  }

  /** The same, agreed to at another time. */
  Plan agreed(String at) {
    return new Plan(offer, OffsetDateTime.parse(at), methodId, more);
  }

  /** The same with another bank. */
  Plan paidWith(String newMethodId) {
    return new Plan(offer, agreedAt, newMethodId, more);
  }

  /** The same with more in its request. */
  Plan asking(Consumer<CreateOnTestClock> evenMore) {
    return new Plan(offer, agreedAt, methodId, more.andThen(evenMore));
  }

  /** The same under other policies. */
  Plan under(Map<String, Object> policies) {
    return asking(request -> request.setPolicies(policies));
  }

  private Plan with(Offer newOffer) {
    return new Plan(newOffer, agreedAt, methodId, more);
  }
}
