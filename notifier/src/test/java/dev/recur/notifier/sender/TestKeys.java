package dev.recur.notifier.sender;

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

/** A merchant and its platform keys, as topic merchants has them. */
final class TestKeys {

  static final String MERCHANT = "SANDBOX_M1";
  static final SecretBox BOX = new SecretBox(filled(1));
  static final KeyPair FIRST = Keys.generate();
  static final KeyPair SECOND = Keys.generate();

  private TestKeys() {}

  static byte[] filled(int value) {
    byte[] key = new byte[SecretBox.KEY_BYTES];
    Arrays.fill(key, (byte) value);
    return key;
  }

  static Signer signer() {
    return new Signer(MERCHANT, FIRST.getPrivate(), 1);
  }

  static Merchant merchant(PlatformKey... keys) {
    return Merchant.newBuilder()
        .setClientId(MERCHANT)
        .setName("Shop")
        .setSandbox(true)
        .setKeys(List.of())
        .setPlatformKeys(List.of(keys))
        .setPolicies(Policies.newBuilder().build())
        .setCreatedAt(Instant.EPOCH)
        .build();
  }

  static PlatformKey sealed(int version, KeyPair pair) {
    byte[] sealed =
        BOX.seal(pair.getPrivate().getEncoded(), SealContext.platformKey(MERCHANT, version));
    return new PlatformKey(version, Keys.base64(pair.getPublic()), ByteBuffer.wrap(sealed), null);
  }
}
