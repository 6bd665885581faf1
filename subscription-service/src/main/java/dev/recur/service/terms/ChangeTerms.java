package dev.recur.service.terms;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A new subscription in another's place. What is absent is as in that one, except the times.
 *
 * @param requestId the merchant's id for the request; the new subscription's id is made from it
 * @param startTime absent: when the change is decided
 * @param endTime absent: open-ended
 * @param initialAmount price of the new one's first period, where it is another
 */
public record ChangeTerms(
    String requestId,
    @Nullable String description,
    @Nullable Instant startTime,
    @Nullable Instant endTime,
    @Nullable PeriodRule periodRule,
    @Nullable Amount orderAmount,
    @Nullable Amount paymentAmount,
    @Nullable Amount initialAmount) {}
