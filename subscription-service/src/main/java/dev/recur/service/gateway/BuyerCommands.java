package dev.recur.service.gateway;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.service.buyer.KeptBuyers;
import dev.recur.service.buyer.NotKeptException;
import dev.recur.service.command.Reply;
import dev.recur.service.gateway.wire.Refusal;
import dev.recur.service.gateway.wire.ResultCode;
import dev.recur.service.read.BuyerView;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Subscriptions;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commands that bring a subscription with its buyer. The buyer is written down before the worker is
 * asked, so that who writes to buyers finds it with the subscription's first event. Where there is
 * no subscription in the end, nothing of the buyer stays; where there was one before, a request
 * that is refused brings no buyer to it.
 */
@Singleton
final class BuyerCommands {

  private final KeptBuyers buyers;
  private final Subscriptions subscriptions;

  BuyerCommands(KeptBuyers buyers, Subscriptions subscriptions) {
    this.buyers = buyers;
    this.subscriptions = subscriptions;
  }

  /**
   * Asks for a subscription.
   *
   * @param buyer absent: the request says nothing of one
   * @param asking asks the worker; may throw a {@link Refusal}
   */
  Reply create(
      MerchantProfile caller,
      String subscriptionId,
      @Nullable BuyerData buyer,
      Supplier<Reply> asking) {
    if (buyer == null) {
      return asking.get();
    }
    return asking(
        subscriptionId,
        () -> buyers.keepFirst(caller.clientId(), subscriptionId, buyer),
        asking,
        refused -> refused.sequence() == 0);
  }

  /** Asks for a subscription in another's place: its buyer is the same. */
  Reply change(
      MerchantProfile caller, String subscriptionId, String newId, Supplier<Reply> asking) {
    // The reply tells how far the old one is.
    return asking(
        newId,
        () -> buyers.keepCopy(caller.clientId(), subscriptionId, newId),
        asking,
        refused -> !refused.code().equals(ResultCode.REPEAT_REQ_INCONSISTENT.name()));
  }

  /**
   * Reads or writes what is kept of buyers.
   *
   * @throws Refusal with U when that cannot be done now, or is not known to be done
   */
  static <T> T known(Supplier<T> reading) {
    try {
      return reading.get();
    } catch (NotKeptException e) {
      throw new Refusal(
          ResultCode.UNKNOWN_EXCEPTION, e.getMessage() + " Repeat the same request later.");
    }
  }

  /** The same, where nothing comes of it. */
  static void writing(Runnable write) {
    boolean _ =
        known(
            () -> {
              write.run();
              return true;
            });
  }

  /**
   * Writes the buyer down, asks, and clears up after a refusal.
   *
   * @param nothingCame true when a refusal says that there is no such subscription
   */
  private Reply asking(
      String subscriptionId,
      Supplier<Optional<BuyerView>> keeping,
      Supplier<Reply> asking,
      Predicate<Reply.Decided> nothingCame) {
    ReadSide.requireCaughtUp(subscriptions);
    Optional<BuyerView> written =
        subscriptions.find(subscriptionId) == null ? known(keeping) : Optional.empty();
    Reply reply;
    try {
      reply = asking.get();
    } catch (Refusal refusal) {
      takeBack(written);
      throw refusal;
    }
    if (reply instanceof Reply.Decided decided && !decided.accepted()) {
      takeBack(written);
      if (nothingCame.test(decided) && subscriptions.find(subscriptionId) == null) {
        // What an earlier request wrote down, which was never answered.
        writing(() -> buyers.drop(subscriptionId));
      }
    }
    return reply;
  }

  private void takeBack(Optional<BuyerView> written) {
    written.ifPresent(view -> writing(() -> buyers.takeBack(view)));
  }
}
