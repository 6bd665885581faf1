package dev.recur.notifier.sender;

import dev.recur.schemas.avro.Endpoint;
import dev.recur.schemas.avro.EndpointSecret;
import dev.recur.schemas.avro.EndpointSignature;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.PlatformKey;
import dev.recur.schemas.kafka.TopicListener;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.signature.BrokenSealException;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.signature.StandardWebhooks;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is told and how it is signed, as topic merchants has it: the platform's key towards each
 * merchant, and each endpoint's URL and secrets.
 */
public final class MerchantKeys implements TopicListener<Merchant>, Recipients {

  private static final Logger LOG = LoggerFactory.getLogger(MerchantKeys.class);

  /** What an endpoint that names none is signed by. */
  private static final Set<EndpointSignature> DEFAULT_SIGNATURES =
      EnumSet.of(EndpointSignature.ANTOM, EndpointSignature.STANDARD_V1);

  private record Known(Optional<Recipient> contractUrls, Map<String, Recipient> endpoints) {}

  private final SecretBox box;
  private final Map<String, Known> merchants = new ConcurrentHashMap<>();

  /**
   * Nobody yet.
   *
   * @param box opens the sealed keys
   */
  public MerchantKeys(SecretBox box) {
    this.box = box;
  }

  @Override
  public Optional<Recipient> find(String clientId, Optional<String> endpointId) {
    Known known = merchants.get(clientId);
    if (known == null) {
      return Optional.empty();
    }
    return endpointId.isEmpty()
        ? known.contractUrls()
        : Optional.ofNullable(known.endpoints().get(endpointId.get()));
  }

  @Override
  public void onRecord(TopicRecord<Merchant> record) {
    record.requireKey("clientId", Merchant::getClientId);
    String clientId = record.key();
    Merchant merchant = record.value();
    if (merchant == null) {
      merchants.remove(clientId);
      return;
    }
    Optional<AntomSigner> antom = platformKey(merchant);
    Map<String, Recipient> endpoints = new HashMap<>();
    for (Endpoint endpoint : merchant.getEndpoints()) {
      signers(clientId, endpoint, antom)
          .ifPresent(
              signers ->
                  endpoints.put(
                      endpoint.getEndpointId(),
                      new Recipient(
                          Optional.of(endpoint.getUrl()), signers, Acknowledgement.ANY_2XX)));
    }
    merchants.put(
        clientId,
        new Known(
            antom.map(
                signer ->
                    new Recipient(Optional.empty(), List.of(signer), Acknowledgement.RESULT_S)),
            Map.copyOf(endpoints)));
  }

  private Optional<AntomSigner> platformKey(Merchant merchant) {
    String clientId = merchant.getClientId();
    Optional<PlatformKey> newest =
        merchant.getPlatformKeys().stream()
            .max(Comparator.comparingInt(PlatformKey::getKeyVersion));
    return newest.flatMap(
        key -> {
          int version = key.getKeyVersion();
          try {
            byte[] pkcs8 =
                open(key.getSealedPrivateKey(), SealContext.platformKey(clientId, version));
            return Optional.of(new AntomSigner(clientId, Keys.privateKey(pkcs8), version));
          } catch (BrokenSealException | IllegalArgumentException e) {
            cannotOpen(clientId, "platform key", version, e);
            return Optional.empty();
          }
        });
  }

  /** All the ways an endpoint wants, or none: half a signature would look like an attack. */
  private Optional<List<Signer>> signers(
      String clientId, Endpoint endpoint, Optional<AntomSigner> antom) {
    Set<EndpointSignature> wanted = wanted(endpoint);
    List<Signer> signers = new ArrayList<>();
    if (wanted.contains(EndpointSignature.ANTOM)) {
      if (antom.isEmpty()) {
        return Optional.empty();
      }
      signers.add(antom.get());
    }
    boolean v1 = wanted.contains(EndpointSignature.STANDARD_V1);
    boolean v1a = wanted.contains(EndpointSignature.STANDARD_V1A);
    if (v1 || v1a) {
      List<StandardSigner.Secret> secrets = new ArrayList<>();
      for (EndpointSecret secret : endpoint.getSecrets()) {
        Optional<StandardSigner.Secret> opened =
            secret(clientId, endpoint.getEndpointId(), secret, v1, v1a);
        if (opened.isEmpty()) {
          return Optional.empty();
        }
        secrets.add(opened.get());
      }
      if (secrets.isEmpty()) {
        LOG.atError()
            .addKeyValue("clientId", clientId)
            .addKeyValue("endpointId", endpoint.getEndpointId())
            .log("Endpoint has no secret: rotate its keys. Its deliveries wait.");
        return Optional.empty();
      }
      signers.add(new StandardSigner(secrets));
    }
    return Optional.of(signers);
  }

  private static Set<EndpointSignature> wanted(Endpoint endpoint) {
    Set<EndpointSignature> wanted = EnumSet.noneOf(EndpointSignature.class);
    wanted.addAll(endpoint.getSignatures());
    // Of a later version; what this one knows still tells the receiver who sends.
    wanted.remove(EndpointSignature.UNKNOWN);
    return wanted.isEmpty() ? DEFAULT_SIGNATURES : wanted;
  }

  private Optional<StandardSigner.Secret> secret(
      String clientId, String endpointId, EndpointSecret secret, boolean v1, boolean v1a) {
    int version = secret.getVersion();
    try {
      return Optional.of(
          new StandardSigner.Secret(
              version,
              v1
                  ? Optional.of(
                      new StandardWebhooks.HmacKey(
                          open(
                              secret.getSealedHmacKey(),
                              SealContext.endpointHmac(clientId, endpointId, version))))
                  : Optional.empty(),
              v1a
                  ? Optional.of(
                      StandardWebhooks.ed25519PrivateKey(
                          open(
                              secret.getSealedEd25519Key(),
                              SealContext.endpointEd25519(clientId, endpointId, version))))
                  : Optional.empty(),
              Optional.ofNullable(secret.getExpiresAtMs()).map(Instant::ofEpochMilli)));
    } catch (BrokenSealException | IllegalArgumentException e) {
      cannotOpen(clientId, "secret of endpoint " + endpointId, version, e);
      return Optional.empty();
    }
  }

  private byte[] open(ByteBuffer sealed, String context) {
    byte[] bytes = new byte[sealed.remaining()];
    sealed.duplicate().get(bytes);
    return box.open(bytes, context);
  }

  private static void cannotOpen(String clientId, String what, int version, RuntimeException e) {
    LOG.atError()
        .addKeyValue("clientId", clientId)
        .addKeyValue("key", what)
        .addKeyValue("version", version)
        .addKeyValue("reason", e.getMessage())
        .log(
            "Key cannot be opened: give recur.master-key the value it was sealed with. What it"
                + " signs waits.");
  }
}
