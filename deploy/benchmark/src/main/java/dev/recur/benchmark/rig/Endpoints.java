package dev.recur.benchmark.rig;

import dev.recur.schemas.avro.Endpoint;
import dev.recur.schemas.avro.EndpointSecret;
import dev.recur.schemas.avro.EndpointSignature;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.PlatformKey;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.signature.StandardWebhooks;
import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Merchants with endpoints, as the subscription-service would write them. They all have the same
 * keys, because making RSA keys takes long; sealed for each as always.
 */
public final class Endpoints {

  private static final byte[] MASTER_KEY = new byte[SecretBox.KEY_BYTES];
  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  private final SecretBox box = new SecretBox(MASTER_KEY);
  private final KeyPair platformKey = Keys.generate();
  private final byte[] hmacKey = StandardWebhooks.generateHmacKey();
  private final KeyPair ed25519 = StandardWebhooks.generateEd25519();

  /** What the services are given as {@code recur.master-key}. */
  public static String masterKey() {
    return Base64.getEncoder().encodeToString(MASTER_KEY);
  }

  /** The platform's key towards every merchant. */
  public KeyPair platformKey() {
    return platformKey;
  }

  /** The key of every endpoint's v1 signatures. */
  public byte[] hmacKey() {
    return hmacKey.clone();
  }

  /**
   * A merchant.
   *
   * @param urls one for each of its endpoints, which are E0, E1, …
   * @param signatures of each endpoint
   */
  public Merchant merchant(String clientId, List<String> urls, List<EndpointSignature> signatures) {
    List<Endpoint> endpoints = new ArrayList<>();
    for (String url : urls) {
      endpoints.add(endpoint(clientId, id(endpoints.size()), url, signatures));
    }
    byte[] sealed =
        box.seal(platformKey.getPrivate().getEncoded(), SealContext.platformKey(clientId, 1));
    return Merchant.newBuilder()
        .setClientId(clientId)
        .setName("Shop " + clientId)
        .setSandbox(true)
        .setKeys(List.of())
        .setPlatformKeys(
            List.of(
                new PlatformKey(
                    1, Keys.base64(platformKey.getPublic()), ByteBuffer.wrap(sealed), null)))
        .setPolicies(Policies.newBuilder().build())
        .setEndpoints(endpoints)
        .setCreatedAt(AT)
        .build();
  }

  /** The id of a merchant's nth endpoint, from 0. */
  public static String id(int endpoint) {
    return "E" + endpoint;
  }

  private Endpoint endpoint(
      String clientId, String endpointId, String url, List<EndpointSignature> signatures) {
    return Endpoint.newBuilder()
        .setEndpointId(endpointId)
        .setUrl(url)
        .setSignatures(signatures)
        .setSecrets(
            List.of(
                new EndpointSecret(
                    1,
                    sealed(hmacKey, SealContext.endpointHmac(clientId, endpointId, 1)),
                    sealed(
                        ed25519.getPrivate().getEncoded(),
                        SealContext.endpointEd25519(clientId, endpointId, 1)),
                    Keys.base64(ed25519.getPublic()),
                    AT,
                    null)))
        .setCreatedAt(AT)
        .build();
  }

  private ByteBuffer sealed(byte[] plain, String context) {
    return ByteBuffer.wrap(box.seal(plain, context));
  }
}
