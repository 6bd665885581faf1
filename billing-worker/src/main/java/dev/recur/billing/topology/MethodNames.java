package dev.recur.billing.topology;

import dev.recur.schemas.avro.ApproveSubscription;
import dev.recur.schemas.avro.CreateSubscription;
import dev.recur.schemas.avro.PaymentMethod;
import dev.recur.schemas.avro.ReplacePaymentMethod;
import dev.recur.schemas.avro.SubscriptionCommand;
import dev.recur.schemas.method.CardNumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a command names how the buyer pays. Codes and tokens go into the state and the ledger, so a
 * card's number among them has to be found before anything is kept.
 */
final class MethodNames {
  private final List<String> names = new ArrayList<>();

  private MethodNames(SubscriptionCommand command) {
    CreateSubscription create = command.getCreate();
    if (create != null) {
      add(create.getPaymentMethod());
      create.getMethodChoices().forEach(this::add);
    }
    ApproveSubscription approve = command.getApprove();
    if (approve != null) {
      add(approve.getPaymentMethodType());
      add(approve.getPaymentMethodId());
    }
    ReplacePaymentMethod replace = command.getReplacePaymentMethod();
    if (replace != null) {
      add(replace.getPaymentMethod());
    }
  }

  /** Why a command must not be kept, and what to send instead; empty when it may be. */
  static Optional<String> objection(SubscriptionCommand command) {
    return new MethodNames(command).names.stream().anyMatch(CardNumber::isIn)
        ? Optional.of(
            "A paymentMethodType or paymentMethodId looks like a card number, which is kept"
                + " nowhere: send the channel's token for the card in its place.")
        : Optional.empty();
  }

  private void add(PaymentMethod method) {
    add(method.getType());
    add(method.getId());
  }

  private void add(@Nullable String name) {
    if (name != null) {
      names.add(name);
    }
  }
}
