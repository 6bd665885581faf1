package dev.recur.service.admin;

import dev.recur.schemas.signature.Keys;
import dev.recur.service.mapping.TermsMapping;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.MerchantProfile.Registration;
import dev.recur.service.read.Merchants;
import dev.recur.service.terms.MethodProfile;
import jakarta.inject.Singleton;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Registers merchants, each once. Two instances that are asked for the same new merchant at the
 * same moment may both make a key; the later record counts, on every instance.
 */
@Singleton
public final class MerchantRegistry {

  private final Merchants merchants;
  private final MerchantRecords records;
  private final ReentrantLock lock = new ReentrantLock();

  MerchantRegistry(Merchants merchants, MerchantRecords records) {
    this.merchants = merchants;
    this.records = records;
  }

  /**
   * Registers a merchant; one that is registered just so is as good as new.
   *
   * @throws ConflictException when it is registered otherwise
   */
  MerchantProfile register(Registration registration) {
    String clientId = registration.clientId();
    lock.lock();
    try {
      MerchantProfile known = merchants.find(clientId);
      if (known == null) {
        records.put(registration, Keys.generate());
        known = merchants.find(clientId);
      }
      if (known == null) {
        throw new NotDoneException("The merchant was registered and removed at once.", null);
      }
      if (!known.is(registration)) {
        throw new ConflictException(
            "Merchant " + clientId + " is registered otherwise: send what it is registered with.");
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /** Makes the key for answers to strangers, where there is none yet. */
  public void ensureGatewayKey() {
    if (!merchants.hasGatewaySigner()) {
      records.put(
          new Registration(
              Merchants.GATEWAY_ID,
              "The gateway itself",
              null,
              true,
              TermsMapping.defaultPolicies(),
              false,
              MethodProfile.AMS),
          Keys.generate());
    }
  }
}
