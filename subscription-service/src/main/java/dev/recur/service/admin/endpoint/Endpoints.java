package dev.recur.service.admin.endpoint;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.id.EndpointLane;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.signature.StandardWebhooks;
import dev.recur.service.admin.ConflictException;
import dev.recur.service.admin.MerchantRecords;
import dev.recur.service.admin.NotDoneException;
import dev.recur.service.admin.Rotation;
import dev.recur.service.admin.UnknownException;
import dev.recur.service.read.MerchantChange;
import dev.recur.service.read.MerchantEndpoint;
import dev.recur.service.read.MerchantEndpoint.Secret;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Merchants;
import dev.recur.service.terms.EndpointSettings;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Merchants' endpoints. What is asked for twice is done once; what somebody else asked for
 * meanwhile is never lost.
 */
@Singleton
final class Endpoints {

  /** Most secrets that sign at once: every one adds to every request's headers. */
  static final int SECRETS_MAX = 5;

  private static final int ID_HEX_DIGITS = 24;
  private static final int ID_RANDOM_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Merchants merchants;
  private final MerchantRecords records;
  private final LaneOrders orders;
  private final SecretBox secrets;
  private final InstantSource clock;

  Endpoints(
      Merchants merchants,
      MerchantRecords records,
      LaneOrders orders,
      SecretBox secrets,
      InstantSource clock) {
    this.merchants = merchants;
    this.records = records;
    this.orders = orders;
    this.secrets = secrets;
    this.clock = clock;
  }

  /**
   * An endpoint, perhaps just made.
   *
   * @param secret the v1 secret in the clear, where it was just made: it is shown this once
   */
  record Made(MerchantEndpoint endpoint, @Nullable String secret) {}

  /** A secret, just made, and the same in the clear. */
  private record NewSecret(Secret sealed, String text) {}

  /**
   * The merchant.
   *
   * @throws UnknownException when there is none
   */
  MerchantProfile merchant(String clientId) {
    return known(merchants.find(clientId));
  }

  /**
   * The endpoint.
   *
   * @throws UnknownException when there is none
   */
  MerchantEndpoint endpoint(String clientId, String endpointId) {
    return known(merchant(clientId), endpointId);
  }

  /** Makes an endpoint; one that is there just so is as good as new. */
  Made create(String clientId, EndpointSettings settings) {
    String endpointId = newId(clientId);
    AtomicReference<@Nullable String> secret = new AtomicReference<>();
    MerchantProfile after =
        records.change(
            clientId,
            before -> {
              secret.set(null);
              MerchantProfile merchant = known(before);
              Optional<MerchantEndpoint> there = ofUrl(merchant, settings.url());
              if (there.isPresent()) {
                requireSame(there.get(), settings);
                return Optional.empty();
              }
              if (merchant.endpoints().size() >= MerchantProfile.ENDPOINTS_MAX) {
                throw new ConflictException(
                    "Merchant %s has %d endpoints, which is the most: delete one first."
                        .formatted(clientId, MerchantProfile.ENDPOINTS_MAX));
              }
              NewSecret first = newSecret(clientId, endpointId, 1);
              secret.set(first.text());
              return Optional.of(
                  new MerchantChange.PutEndpoint(
                      new MerchantEndpoint(endpointId, settings, List.of(first.sealed()), now())));
            });
    return new Made(
        ofUrl(known(after), settings.url()).orElseThrow(Endpoints::removedAtOnce), secret.get());
  }

  private static void requireSame(MerchantEndpoint there, EndpointSettings settings) {
    if (!there.settings().equals(settings)) {
      throw new ConflictException(
          "Endpoint %s has this url and other settings: update it with PATCH."
              .formatted(there.endpointId()));
    }
  }

  /** Changes an endpoint's settings. */
  MerchantEndpoint update(
      String clientId, String endpointId, UnaryOperator<EndpointSettings> change) {
    return known(
        known(
            records.change(
                clientId,
                registered -> {
                  MerchantProfile merchant = known(registered);
                  MerchantEndpoint before = known(merchant, endpointId);
                  EndpointSettings after = change.apply(before.settings());
                  checkUpdate(merchant, before, after);
                  return after.equals(before.settings())
                      ? Optional.empty()
                      : Optional.of(new MerchantChange.PutEndpoint(before.with(after)));
                })),
        endpointId);
  }

  private static void checkUpdate(
      MerchantProfile merchant, MerchantEndpoint before, EndpointSettings after) {
    if (after.shards() != before.settings().shards()) {
      // A subscription's next event could overtake those that wait in the lane it was in before.
      throw new ConflictException(
          "shards is settled for an endpoint's life, because a change would break the order of what"
              + " waits: delete it and make another.");
    }
    ofUrl(merchant, after.url())
        .filter(other -> !other.endpointId().equals(before.endpointId()))
        .ifPresent(
            other -> {
              throw new ConflictException(
                  "Endpoint %s has this url: update or delete that one."
                      .formatted(other.endpointId()));
            });
  }

  /**
   * Deletes an endpoint; what waits for it is no longer attempted.
   *
   * @param lastToo the merchant's last one too
   * @throws ConflictException when it is the last one and is not to be deleted then
   */
  void delete(String clientId, String endpointId, boolean lastToo) {
    MerchantEndpoint endpoint = endpoint(clientId, endpointId);
    // A guard against a slip: whoever deletes the last two at the same moment means it.
    if (!lastToo && merchant(clientId).endpoints().size() == 1) {
      throw new ConflictException(
          "It is the merchant's last endpoint, and of subscriptions that name no URL nobody would"
              + " be told any more: make another one first, or send ?force=true.");
    }
    // First, so that a repeat does it too where only this much was done.
    orders.give(
        clientId, lanes(clientId, endpoint), new LaneOrder.Disable("The endpoint was deleted."));
    MerchantProfile _ =
        records.change(
            clientId,
            before ->
                before == null || before.endpoint(endpointId).isEmpty()
                    ? Optional.empty()
                    : Optional.of(new MerchantChange.RemoveEndpoint(endpointId)));
  }

  /** Makes a new latest secret; the others sign along until the overlap ends. */
  Made rotate(String clientId, String endpointId, Rotation rotation) {
    AtomicReference<@Nullable String> secret = new AtomicReference<>();
    MerchantProfile after =
        records.change(
            clientId,
            before -> {
              secret.set(null);
              MerchantEndpoint endpoint = known(known(before), endpointId);
              int latest = endpoint.latestSecret().version();
              if (!rotation.isAskedOf(latest)) {
                return Optional.empty();
              }
              NewSecret next = newSecret(clientId, endpointId, latest + 1);
              MerchantEndpoint rotated =
                  endpoint.with(next.sealed(), now(), now().plus(rotation.overlap()));
              if (rotated.secretsAt(now()).size() > SECRETS_MAX) {
                throw new ConflictException(
                    "%d secrets sign already: wait until one expires, or send a shorter"
                            .formatted(SECRETS_MAX)
                        + " overlapHours, which shortens the others' time too.");
              }
              secret.set(next.text());
              return Optional.of(new MerchantChange.PutEndpoint(rotated));
            });
    return new Made(known(known(after), endpointId), secret.get());
  }

  /** Every lane of an endpoint. */
  List<String> lanes(String clientId, MerchantEndpoint endpoint) {
    return EndpointLane.allOfEndpoint(clientId, endpoint.endpointId(), endpoint.settings().shards())
        .stream()
        .map(EndpointLane::text)
        .toList();
  }

  private NewSecret newSecret(String clientId, String endpointId, int version) {
    byte[] hmac = StandardWebhooks.generateHmacKey();
    KeyPair ed25519 = StandardWebhooks.generateEd25519();
    return new NewSecret(
        new Secret(
            version,
            seal(hmac, SealContext.endpointHmac(clientId, endpointId, version)),
            seal(
                ed25519.getPrivate().getEncoded(),
                SealContext.endpointEd25519(clientId, endpointId, version)),
            Keys.base64(ed25519.getPublic()),
            now(),
            null),
        StandardWebhooks.secretText(hmac));
  }

  private ByteBuffer seal(byte[] plain, String context) {
    return ByteBuffer.wrap(secrets.seal(plain, context));
  }

  /** Topics keep milliseconds. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** An id that nobody can guess from what is asked for, and no other merchant's has. */
  private static String newId(String clientId) {
    byte[] random = new byte[ID_RANDOM_BYTES];
    RANDOM.nextBytes(random);
    try {
      MessageDigest hash = MessageDigest.getInstance("SHA-256");
      hash.update(clientId.getBytes(UTF_8));
      hash.update(random);
      return "E" + HexFormat.of().formatHex(hash.digest()).substring(0, ID_HEX_DIGITS);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  private static Optional<MerchantEndpoint> ofUrl(MerchantProfile merchant, String url) {
    return merchant.endpoints().stream()
        .filter(endpoint -> endpoint.settings().url().equals(url))
        .findAny();
  }

  private static MerchantProfile known(@Nullable MerchantProfile merchant) {
    if (merchant == null) {
      throw UnknownException.merchant();
    }
    return merchant;
  }

  private static MerchantEndpoint known(MerchantProfile merchant, String endpointId) {
    return merchant
        .endpoint(endpointId)
        .orElseThrow(
            () ->
                new UnknownException(
                    "The merchant has no such endpoint: send an id from the list of its"
                        + " endpoints."));
  }

  private static NotDoneException removedAtOnce() {
    return new NotDoneException("The endpoint was made and deleted at once.", null);
  }
}
