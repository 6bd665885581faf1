package dev.recur.service.read;

import dev.recur.service.terms.Amount;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A payment that is final.
 *
 * @param sequence of the event that says so
 * @param period number of the period it pays for; absent when it pays for none
 * @param methodType how it was paid; absent when nothing was to be paid or nobody paid
 * @param createdAt when it was first asked for, on the subscription's clock
 * @param time when it became final, on the subscription's clock
 */
@Serdeable
public record PaymentView(
    String paymentId,
    long sequence,
    Status status,
    @Nullable Integer period,
    @Nullable String methodType,
    Amount amount,
    Instant createdAt,
    Instant time) {

  /** How it ended. The names are those of the wire contract. */
  public enum Status {
    SUCCESS,
    FAIL
  }
}
