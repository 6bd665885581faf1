package dev.recur.schemas.buyer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.signature.SecretBox;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The links in a buyer's e-mails: to the page of one subscription, and to do without one kind of
 * notice about it. Each is signed with a key made from the master key and is all it takes, so
 * nothing is stored; neither does the other's work. Who makes them and who checks them are
 * different services.
 *
 * <p>Links are paths with a query, to be put behind the address at which buyers reach the
 * subscription-service. Times are real. Safe for many threads.
 */
public final class BuyerLink {

  /** How long a link to the page is good for: it lets whoever has it cancel. */
  public static final Duration PAGE_TIME = Duration.ofDays(30);

  /**
   * How long a link to do without a notice is good for: longer than the year between two reminders
   * of one that renews yearly.
   */
  public static final Duration UNSUBSCRIBE_TIME = Duration.ofDays(400);

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /** Signs with a master key. */
  public BuyerLink(SecretBox secrets) {
    key = new SecretKeySpec(secrets.derive("buyer-page"), ALGORITHM);
  }

  /**
   * What a link's query holds beside the notice.
   *
   * @param expires seconds since 1970 from which it is good for nothing, as text
   * @param signature Base64 of URLs, without padding
   */
  public record Proof(String expires, String signature) {

    /** As it stands in a query. */
    public String query() {
      return "expires=" + expires + "&signature=" + signature;
    }
  }

  /** What a link is worth. */
  public enum Worth {
    GOOD,
    /** It was good once. */
    EXPIRED,
    /** Nobody here made it. */
    WRONG
  }

  /** The way to a subscription's page, from now on for {@link #PAGE_TIME}. */
  public String page(String subscriptionId, Instant now) {
    return path(subscriptionId) + "?" + pageProof(subscriptionId, now).query();
  }

  /** What opens a subscription's page. */
  public Proof pageProof(String subscriptionId, Instant now) {
    return proof(pagePurpose(subscriptionId), now.plus(PAGE_TIME));
  }

  /**
   * The way to do without a kind of notice, from now on for {@link #UNSUBSCRIBE_TIME}. POST does it
   * (RFC 8058), GET asks whether to.
   *
   * @throws IllegalArgumentException for a notice that nobody can do without
   */
  public String unsubscribe(String subscriptionId, BuyerNotice notice, Instant now) {
    if (!notice.isOptional()) {
      throw new IllegalArgumentException(notice + " belongs to the contract.");
    }
    Proof proof = proof(noticePurpose(subscriptionId, notice), now.plus(UNSUBSCRIBE_TIME));
    return path(subscriptionId) + "/unsubscribe?notice=" + notice + "&" + proof.query();
  }

  /** What a link to a subscription's page is worth. */
  public Worth ofPage(String subscriptionId, Proof proof, Instant now) {
    return worth(pagePurpose(subscriptionId), proof, now);
  }

  /** What a link to do without a kind of notice is worth. */
  public Worth ofUnsubscribing(
      String subscriptionId, BuyerNotice notice, Proof proof, Instant now) {
    return worth(noticePurpose(subscriptionId, notice), proof, now);
  }

  private static String path(String subscriptionId) {
    return "/subscriptions/" + subscriptionId;
  }

  private static String pagePurpose(String subscriptionId) {
    return "page\n" + subscriptionId;
  }

  private static String noticePurpose(String subscriptionId, BuyerNotice notice) {
    return "unsubscribe\n" + subscriptionId + "\n" + notice;
  }

  private Proof proof(String purpose, Instant until) {
    String expires = Long.toString(until.getEpochSecond());
    return new Proof(expires, signature(purpose, expires));
  }

  /** Takes the same time whatever is wrong with the signature. */
  private Worth worth(String purpose, Proof proof, Instant now) {
    byte[] right = signature(purpose, proof.expires()).getBytes(UTF_8);
    if (!MessageDigest.isEqual(right, proof.signature().getBytes(UTF_8))) {
      return Worth.WRONG;
    }
    // What is signed was written here, so it is a number.
    return now.getEpochSecond() < Long.parseLong(proof.expires()) ? Worth.GOOD : Worth.EXPIRED;
  }

  private String signature(String purpose, String expires) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] signature = mac.doFinal((purpose + "\n" + expires).getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java platform has " + ALGORITHM + ".", e);
    }
  }
}
