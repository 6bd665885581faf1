package dev.recur.local.channel;

import dev.recur.local.channel.ledger.Background;
import dev.recur.local.channel.ledger.Decline;
import dev.recur.local.channel.ledger.LedgerLine;
import dev.recur.local.channel.ledger.Presentation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What {@code GET /ledger/details} shows of one line beside {@link LedgerView}: what the channel
 * was told without it changing what moves.
 *
 * @param code the reason of a decline
 */
record LedgerDetails(
    String key,
    String paymentMethodType,
    @Nullable String paymentMethodId,
    @Nullable String refundedPaymentId,
    @Nullable String refundedReference,
    @Nullable Long orderAmountMinor,
    @Nullable String orderCurrency,
    @Nullable String settlementCurrency,
    @Nullable String description,
    @Nullable String code) {

  static LedgerDetails of(LedgerLine line) {
    Presentation request = line.request();
    Background background = Objects.requireNonNullElse(request.background(), Background.NONE);
    Decline decline = line.decline();
    return new LedgerDetails(
        request.key(),
        request.paymentMethodType(),
        request.paymentMethodId(),
        request.refundedPaymentId(),
        request.refundedReference(),
        background.orderAmountMinor(),
        background.orderCurrency(),
        background.settlementCurrency(),
        background.description(),
        decline == null ? null : decline.code());
  }
}
