package dev.recur.service.gateway;

import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantProfile;

/** One call of the contract. The caller's signature is verified before it gets here. */
interface Operation {

  /** Path below the version, for example {@code subscriptions/create}. */
  String path();

  /**
   * Answers.
   *
   * @throws dev.recur.service.gateway.wire.Refusal when the request is not done
   */
  Answer answer(MerchantProfile caller, Fields body);
}
