package dev.recur.notifier.sender;

import dev.recur.schemas.avro.Endpoint;
import dev.recur.schemas.avro.EndpointSecret;
import dev.recur.schemas.avro.EndpointSignature;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.PlatformKey;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A merchant and its platform keys, as topic merchants has them. */
final class TestKeys {

  static final String MERCHANT = "SANDBOX_M1";
  static final String ENDPOINT = "E0123456789abcdef01234567";
  static final SecretBox BOX = new SecretBox(filled(1));
  static final KeyPair FIRST = Keys.generate();
  static final KeyPair SECOND = Keys.generate();

  private TestKeys() {}

  static byte[] filled(int value) {
    byte[] key = new byte[SecretBox.KEY_BYTES];
    Arrays.fill(key, (byte) value);
    return key;
  }

  static AntomSigner signer() {
    return new AntomSigner(MERCHANT, FIRST.getPrivate(), 1);
  }

  /** Whoever has the URL that a delivery names. */
  static Recipient contractUrl() {
    return new Recipient(Optional.empty(), List.of(signer()), Acknowledgement.RESULT_S);
  }

  /** A merchant's endpoint, signed by Antom's rules. */
  static Recipient endpoint(String url) {
    return new Recipient(Optional.of(url), List.of(signer()), Acknowledgement.ANY_2XX);
  }

  static Merchant merchant(PlatformKey... keys) {
    return merchant(List.of(), keys);
  }

  static Merchant merchant(List<Endpoint> endpoints, PlatformKey... keys) {
    return Merchant.newBuilder()
        .setClientId(MERCHANT)
        .setName("Shop")
        .setSandbox(true)
        .setKeys(List.of())
        .setPlatformKeys(List.of(keys))
        .setEndpoints(endpoints)
        .setPolicies(Policies.newBuilder().build())
        .setCreatedAt(Instant.EPOCH)
        .build();
  }

  static PlatformKey sealed(int version, KeyPair pair) {
    byte[] sealed =
        BOX.seal(pair.getPrivate().getEncoded(), SealContext.platformKey(MERCHANT, version));
    return new PlatformKey(version, Keys.base64(pair.getPublic()), ByteBuffer.wrap(sealed));
  }

  static Endpoint.Builder endpoint(List<EndpointSecret> secrets, EndpointSignature... signatures) {
    return Endpoint.newBuilder()
        .setEndpointId(ENDPOINT)
        .setUrl("https://shop.example/hooks")
        .setSignatures(List.of(signatures))
        .setSecrets(secrets)
        .setCreatedAt(Instant.EPOCH);
  }

  /** A version of the endpoint's secrets, sealed as the service seals it. */
  static EndpointSecret sealed(
      int version, byte[] hmacKey, KeyPair ed25519, @Nullable Instant expiresAt) {
    return EndpointSecret.newBuilder()
        .setVersion(version)
        .setSealedHmacKey(
            ByteBuffer.wrap(
                BOX.seal(hmacKey, SealContext.endpointHmac(MERCHANT, ENDPOINT, version))))
        .setSealedEd25519Key(
            ByteBuffer.wrap(
                BOX.seal(
                    ed25519.getPrivate().getEncoded(),
                    SealContext.endpointEd25519(MERCHANT, ENDPOINT, version))))
        .setEd25519PublicKey(Keys.base64(ed25519.getPublic()))
        .setCreatedAt(Instant.EPOCH)
        .setExpiresAtMs(expiresAt == null ? null : expiresAt.toEpochMilli())
        .build();
  }
}
