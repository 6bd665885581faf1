package dev.recur.service.mapping;

import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.MerchantKey;
import dev.recur.schemas.avro.PlatformKey;
import dev.recur.schemas.serde.UndecodableRecordException;
import dev.recur.schemas.signature.BrokenSealException;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.service.read.MerchantChange;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.PlatformSigner;
import dev.recur.service.read.PublishedKey;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Merchants, whose platform keys lie sealed in the topic. */
public final class MerchantMapping {

  private MerchantMapping() {}

  /**
   * A merchant, ready to verify and sign.
   *
   * @throws UndecodableRecordException when a key cannot be used, or the platform has none
   * @throws IllegalStateException when the platform's key does not open: another master key sealed
   *     it, and no merchant could be answered
   */
  public static MerchantProfile of(Merchant merchant, SecretBox secrets) {
    NavigableMap<Integer, PublicKey> keys = new TreeMap<>();
    for (MerchantKey key : merchant.getKeys()) {
      keys.put(key.getKeyVersion(), publicKey(merchant, key));
    }
    return new MerchantProfile(
        merchant.getClientId(),
        merchant.getName(),
        merchant.getSandbox(),
        keys,
        signer(merchant, secrets),
        TermsMapping.of(merchant.getPolicies()),
        merchant.getPciCertified(),
        TermsMapping.of(merchant.getMethodProfile()),
        merchant.getPlatformKeys().stream()
            .map(
                key ->
                    new PublishedKey(
                        key.getKeyVersion(),
                        key.getPublicKey(),
                        EndpointMapping.time(key.getPublishedUntilMs())))
            .toList(),
        merchant.getEndpoints().stream().map(EndpointMapping::of).toList());
  }

  private static PublicKey publicKey(Merchant merchant, MerchantKey key) {
    try {
      return Keys.publicKey(key.getPublicKey());
    } catch (IllegalArgumentException e) {
      throw new UndecodableRecordException(
          "Key %d of merchant %s cannot be used: register the merchant anew. %s"
              .formatted(key.getKeyVersion(), merchant.getClientId(), e.getMessage()),
          e);
    }
  }

  /**
   * A merchant as the topic is to have it.
   *
   * @param before as the topic has it; absent: not yet
   * @throws IllegalStateException when the change is about a merchant that is not there
   */
  public static Merchant changed(
      @Nullable Merchant before, MerchantChange change, SecretBox secrets, Instant now) {
    if (change instanceof MerchantChange.Register register) {
      return newMerchant(register.registration(), register.platformKeys(), secrets, now);
    }
    if (before == null) {
      throw new IllegalStateException("There is no merchant to change.");
    }
    Merchant.Builder after = Merchant.newBuilder(before);
    return (switch (change) {
          case MerchantChange.Register _ -> after;
          case MerchantChange.PutEndpoint put ->
              after.setEndpoints(EndpointMapping.put(before.getEndpoints(), put.endpoint()));
          case MerchantChange.RemoveEndpoint remove ->
              after.setEndpoints(
                  EndpointMapping.remove(before.getEndpoints(), remove.endpointId()));
          case MerchantChange.AddPlatformKey add ->
              after.setPlatformKeys(withKey(before, add, secrets));
        })
        .build();
  }

  private static List<PlatformKey> withKey(
      Merchant before, MerchantChange.AddPlatformKey add, SecretBox secrets) {
    long end = add.othersUntil().toEpochMilli();
    List<PlatformKey> keys = new ArrayList<>();
    for (PlatformKey key : before.getPlatformKeys()) {
      long until = Math.min(Objects.requireNonNullElse(key.getPublishedUntilMs(), end), end);
      if (until > add.now().toEpochMilli()) {
        keys.add(PlatformKey.newBuilder(key).setPublishedUntilMs(until).build());
      }
    }
    keys.add(platformKey(before.getClientId(), add.keyVersion(), add.keys(), secrets));
    return keys;
  }

  /** The latest of the platform's keys. */
  public static PlatformSigner signer(Merchant merchant, SecretBox secrets) {
    PlatformKey key =
        merchant.getPlatformKeys().stream()
            .max(Comparator.comparingInt(PlatformKey::getKeyVersion))
            .orElseThrow(
                () ->
                    new UndecodableRecordException(
                        "Merchant %s has no platform key: register it anew."
                            .formatted(merchant.getClientId()),
                        null));
    byte[] sealed = new byte[key.getSealedPrivateKey().remaining()];
    key.getSealedPrivateKey().duplicate().get(sealed);
    try {
      byte[] opened =
          secrets.open(
              sealed, SealContext.platformKey(merchant.getClientId(), key.getKeyVersion()));
      return new PlatformSigner(key.getKeyVersion(), Keys.privateKey(opened), key.getPublicKey());
    } catch (BrokenSealException e) {
      throw new IllegalStateException(
          "recur.master-key does not open the platform key of merchant "
              + merchant.getClientId()
              + ": give the master key that merchants were registered with",
          e);
    }
  }

  /** A new merchant as the topic has it, with its first platform key. */
  public static Merchant newMerchant(
      MerchantProfile.Registration registration,
      KeyPair platformKeys,
      SecretBox secrets,
      Instant now) {
    return Merchant.newBuilder()
        .setClientId(registration.clientId())
        .setName(registration.name())
        .setSandbox(registration.sandbox())
        .setKeys(
            registration.publicKey() == null
                ? List.of()
                : List.of(new MerchantKey(1, Keys.base64(registration.publicKey()))))
        .setPlatformKeys(List.of(platformKey(registration.clientId(), 1, platformKeys, secrets)))
        .setPolicies(TermsMapping.of(registration.policies()))
        .setPciCertified(registration.pciCertified())
        .setMethodProfile(TermsMapping.of(registration.methodProfile()))
        .setCreatedAt(now)
        .build();
  }

  private static PlatformKey platformKey(
      String clientId, int keyVersion, KeyPair keys, SecretBox secrets) {
    byte[] sealed =
        secrets.seal(keys.getPrivate().getEncoded(), SealContext.platformKey(clientId, keyVersion));
    return PlatformKey.newBuilder()
        .setKeyVersion(keyVersion)
        .setPublicKey(Keys.base64(keys.getPublic()))
        .setSealedPrivateKey(ByteBuffer.wrap(sealed))
        .build();
  }
}
