package dev.recur.service.mapping;

import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.MerchantKey;
import dev.recur.schemas.avro.PlatformKey;
import dev.recur.schemas.signature.BrokenSealException;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.PlatformSigner;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Merchants, whose platform keys lie sealed in the topic. */
public final class MerchantMapping {

  private MerchantMapping() {}

  /**
   * A merchant, ready to verify and sign.
   *
   * @throws IllegalStateException when the platform's key does not open: another master key sealed
   *     it, and no merchant could be answered
   */
  public static MerchantProfile of(Merchant merchant, SecretBox secrets) {
    NavigableMap<Integer, PublicKey> keys = new TreeMap<>();
    for (MerchantKey key : merchant.getKeys()) {
      keys.put(key.getKeyVersion(), Keys.publicKey(key.getPublicKey()));
    }
    return new MerchantProfile(
        merchant.getClientId(),
        merchant.getName(),
        merchant.getSandbox(),
        keys,
        signer(merchant, secrets),
        TermsMapping.of(merchant.getPolicies()),
        merchant.getPciCertified(),
        TermsMapping.of(merchant.getMethodProfile()));
  }

  /** The latest of the platform's keys. */
  public static PlatformSigner signer(Merchant merchant, SecretBox secrets) {
    PlatformKey key =
        merchant.getPlatformKeys().stream()
            .max(Comparator.comparingInt(PlatformKey::getKeyVersion))
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "Merchant " + merchant.getClientId() + " has no platform key."));
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
        .setPlatformKeys(List.of(platformKey(registration.clientId(), platformKeys, secrets)))
        .setPolicies(TermsMapping.of(registration.policies()))
        .setPciCertified(registration.pciCertified())
        .setMethodProfile(TermsMapping.of(registration.methodProfile()))
        .setCreatedAt(now)
        .build();
  }

  private static PlatformKey platformKey(String clientId, KeyPair keys, SecretBox secrets) {
    byte[] sealed =
        secrets.seal(keys.getPrivate().getEncoded(), SealContext.platformKey(clientId, 1));
    return new PlatformKey(1, Keys.base64(keys.getPublic()), ByteBuffer.wrap(sealed));
  }
}
