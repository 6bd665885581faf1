package dev.recur.service.admin;

import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.service.mapping.MerchantMapping;
import dev.recur.service.read.MerchantChange;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.testing.MemoryMerchants;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes merchants to memory, as the records that the topic would have. */
@Singleton
final class MemoryMerchantRecords implements MerchantRecords {

  private final MemoryMerchants merchants;
  private final SecretBox secrets;
  private final InstantSource clock;
  private final Map<String, Merchant> records = new HashMap<>();

  MemoryMerchantRecords(MemoryMerchants merchants, SecretBox secrets, InstantSource clock) {
    this.merchants = merchants;
    this.secrets = secrets;
    this.clock = clock;
  }

  @Override
  public synchronized @Nullable MerchantProfile change(
      String clientId, Function<@Nullable MerchantProfile, Optional<MerchantChange>> decide) {
    decide
        .apply(merchants.find(clientId))
        .ifPresent(
            change -> {
              Merchant after =
                  MerchantMapping.changed(records.get(clientId), change, secrets, clock.instant());
              records.put(clientId, after);
              merchants.put(MerchantMapping.of(after, secrets));
            });
    return merchants.find(clientId);
  }
}
