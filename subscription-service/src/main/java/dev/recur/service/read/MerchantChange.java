package dev.recur.service.read;

import dev.recur.service.read.MerchantProfile.Registration;
import java.security.KeyPair;
import java.time.Instant;

/** What is to change about a merchant. What a change does not name stays as it is. */
public sealed interface MerchantChange {

  /** It becomes a merchant. */
  record Register(Registration registration, KeyPair platformKeys) implements MerchantChange {}

  /** An endpoint is added, or put in the place of the one with its id. */
  record PutEndpoint(MerchantEndpoint endpoint) implements MerchantChange {}

  /** An endpoint goes. */
  record RemoveEndpoint(String endpointId) implements MerchantChange {}

  /**
   * The platform signs with another key towards it.
   *
   * @param now keys whose time is over are dropped
   * @param othersUntil when the other keys are no longer published, at the latest
   */
  record AddPlatformKey(int keyVersion, KeyPair keys, Instant now, Instant othersUntil)
      implements MerchantChange {}
}
