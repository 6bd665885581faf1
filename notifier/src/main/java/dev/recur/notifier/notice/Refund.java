package dev.recur.notifier.notice;

import java.util.Optional;

/**
 * A refund, as the ledger tells of it.
 *
 * @param refundId its identity
 * @param requestId the merchant's id of the refund, or of the update that asked for it
 * @param amount how much
 * @param notificationUrl where notifyRefund goes; empty or blank: named by nobody
 */
public record Refund(
    String refundId, String requestId, Money amount, Optional<String> notificationUrl) {

  /** A blank URL is none, as everywhere. */
  public Refund {
    notificationUrl = notificationUrl.filter(url -> !url.isBlank());
  }
}
