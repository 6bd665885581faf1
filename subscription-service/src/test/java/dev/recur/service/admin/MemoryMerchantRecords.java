package dev.recur.service.admin;

import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.MerchantProfile.Registration;
import dev.recur.service.testing.MemoryMerchants;
import jakarta.inject.Singleton;
import java.security.KeyPair;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Writes merchants to memory. */
@Singleton
final class MemoryMerchantRecords implements MerchantRecords {

  private final MemoryMerchants merchants;

  MemoryMerchantRecords(MemoryMerchants merchants) {
    this.merchants = merchants;
  }

  @Override
  public void put(Registration registration, KeyPair platformKeys) {
    merchants.put(
        new MerchantProfile(
            registration.clientId(),
            registration.name(),
            registration.sandbox(),
            new TreeMap<>(Map.of(1, Objects.requireNonNull(registration.publicKey()))),
            MemoryMerchants.signer(1, platformKeys),
            registration.policies(),
            registration.pciCertified(),
            registration.methodProfile()));
  }
}
