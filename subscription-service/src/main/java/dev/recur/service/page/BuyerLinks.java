package dev.recur.service.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.signature.SecretBox;
import dev.recur.service.secret.KeyedHash;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * Links that only the buyer of one subscription has. The token is made from the subscription's id
 * and the master key, so nothing has to be stored, and it is the same on every instance.
 */
@Singleton
public final class BuyerLinks {

  private final String publicUrl;
  private final AppSettings app;
  private final KeyedHash hash;

  /** Links below the public URL, and into the buyers' app. */
  public BuyerLinks(
      @Property(name = "recur.gateway.public-url") URI publicUrl,
      AppSettings app,
      SecretBox secrets) {
    this.publicUrl = withoutSlash(publicUrl);
    this.app = app;
    this.hash = new KeyedHash(secrets, "buyer-links");
  }

  /**
   * The ways to one subscription's page.
   *
   * @param normalUrl for every browser, without query or fragment
   * @param schemeUrl opens the app by its scheme
   * @param applinkUrl opens the app where it has claimed the address, the page elsewhere
   * @param appIdentifier the app's name on the buyer's device
   */
  public record Links(
      String normalUrl,
      @Nullable String schemeUrl,
      @Nullable String applinkUrl,
      @Nullable String appIdentifier) {}

  /**
   * The ways to the page.
   *
   * @param inApp whether the buyer's terminal has apps
   */
  public Links of(String subscriptionId, boolean inApp) {
    String normalUrl = normalUrl(subscriptionId);
    if (!inApp) {
      return new Links(normalUrl, null, null, null);
    }
    String path = path(subscriptionId, hash.of(subscriptionId));
    String appUrl = withoutSlash(app.linkUrl());
    String place = appUrl.substring(appUrl.indexOf("://"));
    return new Links(normalUrl, app.scheme() + place + path, appUrl + path, app.identifier());
  }

  /** The page's address, without query or fragment. */
  public String normalUrl(String subscriptionId) {
    return publicUrl + path(subscriptionId, hash.of(subscriptionId));
  }

  /** The page's path. */
  static String path(String subscriptionId, String token) {
    return "/authorise/" + subscriptionId + "/" + token;
  }

  /** True when the token is the subscription's. Takes the same time whatever is wrong with it. */
  public boolean isTokenOf(String subscriptionId, String token) {
    return MessageDigest.isEqual(hash.of(subscriptionId).getBytes(UTF_8), token.getBytes(UTF_8));
  }

  private static String withoutSlash(URI url) {
    return url.toString().replaceAll("/+$", "");
  }
}
