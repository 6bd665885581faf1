package dev.recur.service.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.signature.SecretBox;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Links that only the buyer of one subscription has. The token is made from the subscription's id
 * and the master key, so nothing has to be stored, and it is the same on every instance.
 */
@Singleton
public final class BuyerLinks {

  private static final String ALGORITHM = "HmacSHA256";

  private final String publicUrl;
  private final SecretKeySpec key;

  /** Links below the public URL. */
  public BuyerLinks(@Property(name = "recur.gateway.public-url") URI publicUrl, SecretBox secrets) {
    this.publicUrl = publicUrl.toString().replaceAll("/+$", "");
    this.key = new SecretKeySpec(secrets.derive("buyer-links"), ALGORITHM);
  }

  /** The page's address, without query or fragment. */
  public String normalUrl(String subscriptionId) {
    return publicUrl + path(subscriptionId, token(subscriptionId));
  }

  /** The page's path. */
  static String path(String subscriptionId, String token) {
    return "/authorise/" + subscriptionId + "/" + token;
  }

  /** True when the token is the subscription's. Takes the same time whatever is wrong with it. */
  public boolean isTokenOf(String subscriptionId, String token) {
    return MessageDigest.isEqual(token(subscriptionId).getBytes(UTF_8), token.getBytes(UTF_8));
  }

  private String token(String subscriptionId) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(mac.doFinal(subscriptionId.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM + ".", e);
    }
  }
}
