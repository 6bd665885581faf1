package dev.recur.service.admin;

import dev.recur.schemas.signature.Keys;
import dev.recur.service.mapping.TermsMapping;
import dev.recur.service.read.MerchantChange;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.MerchantProfile.Registration;
import dev.recur.service.read.Merchants;
import dev.recur.service.terms.MethodProfile;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Registers merchants, each once, whichever instances are asked for it. */
@Singleton
public final class MerchantRegistry {

  private final Merchants merchants;
  private final MerchantRecords records;

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
    MerchantProfile known = merchants.find(clientId);
    if (known == null) {
      known =
          records.change(
              clientId,
              now ->
                  now == null
                      ? Optional.of(new MerchantChange.Register(registration, Keys.generate()))
                      : Optional.empty());
    }
    if (known == null) {
      throw new NotDoneException("The merchant was registered and removed at once.", null);
    }
    if (!known.is(registration)) {
      throw new ConflictException(
          "Merchant " + clientId + " is registered otherwise: send what it is registered with.");
    }
    return known;
  }

  /** Makes the key for answers to strangers, where there is none yet. */
  public void ensureGatewayKey() {
    if (merchants.hasGatewaySigner()) {
      return;
    }
    Registration gateway =
        new Registration(
            Merchants.GATEWAY_ID,
            "The gateway itself",
            null,
            true,
            TermsMapping.defaultPolicies(),
            false,
            MethodProfile.AMS);
    MerchantProfile _ =
        records.change(
            Merchants.GATEWAY_ID,
            _ ->
                merchants.hasGatewaySigner()
                    ? Optional.empty()
                    : Optional.of(new MerchantChange.Register(gateway, Keys.generate())));
  }
}
