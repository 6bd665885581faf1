package dev.recur.service.read;

import dev.recur.service.terms.Amount;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Money on its way back.
 *
 * @param requestId the merchant's id that asked for it: of the refund, or of the update
 * @param paymentId the payment whose money goes back
 * @param time since when it has its status, on the subscription's clock
 * @param code the channel's reason to decline
 */
@Serdeable
public record RefundView(
    String refundId,
    String requestId,
    String paymentId,
    Status status,
    Amount amount,
    Instant time,
    @Nullable String code) {

  /** How it stands. The names are those of the wire contract. */
  public enum Status {
    SUCCESS,
    FAIL,
    PROCESSING
  }
}
