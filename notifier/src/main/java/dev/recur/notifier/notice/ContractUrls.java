package dev.recur.notifier.notice;

import java.util.Optional;

/**
 * The URLs that a subscription names for its notifications. They go before the merchant's
 * endpoints.
 *
 * @param subscriptionUrl where notifySubscription goes; blank: named by nobody
 * @param paymentUrl where notifyPayment goes; blank: named by nobody
 */
public record ContractUrls(String subscriptionUrl, String paymentUrl) {

  Optional<String> ofSubscription() {
    return named(subscriptionUrl);
  }

  Optional<String> ofPayment() {
    return named(paymentUrl);
  }

  private static Optional<String> named(String url) {
    return Optional.of(url).filter(text -> !text.isBlank());
  }
}
