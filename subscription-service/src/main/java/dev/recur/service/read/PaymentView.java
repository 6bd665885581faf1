package dev.recur.service.read;

import dev.recur.service.terms.Amount;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A payment: of a period, of the difference an update asked for, or by the merchant's hand.
 *
 * @param sequence of the last event about it
 * @param period number of the period it pays for; of the running one where it pays for none
 * @param requestId the merchant's id that asked for it; absent for a period's
 * @param methodType how it was paid; absent when nothing was to be paid or nobody paid
 * @param createdAt when it was first asked for, on the subscription's clock
 * @param time since when it has its status, on the subscription's clock
 * @param code the channel's last reason to decline
 * @param attempts in order; none when nothing was to be paid
 */
@Serdeable
public record PaymentView(
    String paymentId,
    long sequence,
    Status status,
    Purpose purpose,
    int period,
    @Nullable String requestId,
    @Nullable String methodType,
    Amount amount,
    Instant createdAt,
    Instant time,
    @Nullable String code,
    List<Attempt> attempts) {

  /** How it stands. The names are those of the wire contract. */
  public enum Status {
    /** Paid. Stays so, whatever becomes of other attempts. */
    SUCCESS,
    /** Given up, unless a success is reported late or another method is given. */
    FAIL,
    /** Asked for, or waiting for its next attempt. */
    PROCESSING,
    /** The channel says that it is still working on it. */
    PENDING
  }

  /** What it is for. */
  public enum Purpose {
    PERIOD,
    CHANGE,
    MANUAL
  }

  /**
   * One attempt to charge.
   *
   * @param number from 1
   * @param code the channel's reason to decline
   * @param time since when it has its status, on the subscription's clock
   */
  @Serdeable
  public record Attempt(int number, Status status, @Nullable String code, Instant time) {}

  public PaymentView {
    attempts = List.copyOf(attempts);
  }
}
