package dev.recur.service.gateway;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.StandardWebhooks;
import dev.recur.service.read.MerchantEndpoint;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Merchants;
import dev.recur.service.read.PublishedKey;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.serde.annotation.Serdeable;
import java.math.BigInteger;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The public keys that verify what is sent to a merchant, as a JSON Web Key Set (RFC 7517). They
 * are public, so nobody needs credentials.
 */
@Controller("/webhooks/keys/{clientId}")
final class PublishedKeysController {

  /**
   * A verifier that meets an unknown key id asks again, so this only says how soon a key that is no
   * longer published is forgotten.
   */
  private static final Duration CACHED = Duration.ofMinutes(5);

  private static final Base64.Encoder BASE64_URL = Base64.getUrlEncoder().withoutPadding();

  private final Merchants merchants;
  private final InstantSource clock;

  PublishedKeysController(Merchants merchants, InstantSource clock) {
    this.merchants = merchants;
    this.clock = clock;
  }

  /** Keys (RFC 7517, 5). */
  @Serdeable
  record KeySet(List<WebKey> keys) {}

  /** Why there are no keys. */
  @Serdeable
  record NoKeys(String message) {}

  /**
   * A key: RSA (RFC 7518, 6.3) or Ed25519 (RFC 8037).
   *
   * @param kid of RSA the version that the Signature header names, of Ed25519 the endpoint, a slash
   *     and the secret's version
   */
  @Serdeable
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record WebKey(
      String kty,
      String kid,
      String use,
      String alg,
      @Nullable String n,
      @Nullable String e,
      @Nullable String crv,
      @Nullable String x) {}

  @Get
  HttpResponse<?> keys(String clientId) {
    MerchantProfile merchant = merchants.find(clientId);
    if (merchant == null) {
      return HttpResponse.notFound(
          new NoKeys("There is no such client: send the client-id of the webhook's headers."));
    }
    return HttpResponse.ok(new KeySet(keys(merchant, clock.instant())))
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=" + CACHED.toSeconds());
  }

  private static List<WebKey> keys(MerchantProfile merchant, Instant now) {
    List<WebKey> keys = new ArrayList<>();
    merchant.publishedKeys().stream()
        .filter(key -> key.isPublishedAt(now))
        .map(PublishedKeysController::rsa)
        .forEach(keys::add);
    for (MerchantEndpoint endpoint : merchant.endpoints()) {
      endpoint.secretsAt(now).stream()
          .map(secret -> ed25519(endpoint.endpointId(), secret))
          .forEach(keys::add);
    }
    return keys;
  }

  private static WebKey rsa(PublishedKey published) {
    RSAPublicKey key = (RSAPublicKey) Keys.publicKey(published.publicKey());
    return new WebKey(
        "RSA",
        Integer.toString(published.keyVersion()),
        "sig",
        "RS256",
        unsigned(key.getModulus()),
        unsigned(key.getPublicExponent()),
        null,
        null);
  }

  private static WebKey ed25519(String endpointId, MerchantEndpoint.Secret secret) {
    return new WebKey(
        "OKP",
        endpointId + "/" + secret.version(),
        "sig",
        "EdDSA",
        null,
        null,
        "Ed25519",
        BASE64_URL.encodeToString(
            StandardWebhooks.publicKeyBytes(
                StandardWebhooks.ed25519PublicKey(secret.ed25519PublicKey()))));
  }

  /** Base64urlUInt (RFC 7518, 2): no byte in front for the sign. */
  private static String unsigned(BigInteger number) {
    byte[] bytes = number.toByteArray();
    int skip = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
    return BASE64_URL.encodeToString(Arrays.copyOfRange(bytes, skip, bytes.length));
  }
}
