package dev.recur.service.gateway;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.service.buyer.KeptBuyers;
import dev.recur.service.buyer.NotKeptException;
import dev.recur.service.command.Reply;
import dev.recur.service.gateway.wire.Refusal;
import dev.recur.service.gateway.wire.ResultCode;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Subscriptions;
import jakarta.inject.Singleton;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Commands that bring a subscription with its buyer. The buyer is written down before the worker is
 * asked, so that who writes to buyers finds it with the subscription's first event. Where there is
 * no subscription in the end, nothing of the buyer stays.
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
    writing(() -> buyers.keepFirst(caller.clientId(), subscriptionId, buyer));
    return asking(subscriptionId, asking);
  }

  /** Asks for a subscription in another's place: its buyer is the same. */
  Reply change(
      MerchantProfile caller, String subscriptionId, String newId, Supplier<Reply> asking) {
    writing(() -> buyers.keepCopy(caller.clientId(), subscriptionId, newId));
    return asking(newId, asking);
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

  private Reply asking(String subscriptionId, Supplier<Reply> asking) {
    Reply reply;
    try {
      reply = asking.get();
    } catch (Refusal refusal) {
      dropWhereNothingIs(subscriptionId);
      throw refusal;
    }
    if (reply instanceof Reply.Decided decided && !decided.accepted() && !exists(decided)) {
      dropWhereNothingIs(subscriptionId);
    }
    return reply;
  }

  /** True when it was refused because there is one already, which may have another buyer. */
  private static boolean exists(Reply.Decided refused) {
    return refused.code().equals(ResultCode.REPEAT_REQ_INCONSISTENT.name());
  }

  /** When it cannot be done now, the sender is asked to repeat, and then it is. */
  private void dropWhereNothingIs(String subscriptionId) {
    ReadSide.requireCaughtUp(subscriptions);
    if (subscriptions.find(subscriptionId) == null) {
      writing(() -> buyers.drop(subscriptionId));
    }
  }
}
