package dev.recur.service.gateway;

import dev.recur.service.gateway.wire.Refusal;
import dev.recur.service.gateway.wire.ResultCode;
import dev.recur.service.read.Subscriptions;

/** Guards answers that claim to know everything. */
final class ReadSide {

  private ReadSide() {}

  /** Refuses with U while this instance has not caught up: what it cannot find may exist. */
  static void requireCaughtUp(Subscriptions subscriptions) {
    if (!subscriptions.isCaughtUp()) {
      throw new Refusal(
          ResultCode.UNKNOWN_EXCEPTION,
          "This instance has just started and is still reading: repeat the request.");
    }
  }
}
