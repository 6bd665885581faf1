package dev.recur.service.read;

import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.Policies;
import java.security.PublicKey;
import java.util.NavigableMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One merchant.
 *
 * @param name as buyers see it
 * @param sandbox true when no money of this merchant moves
 * @param keys what the merchant signs with, by version; never empty
 * @param signer what the platform signs with towards this merchant
 * @param policies in force for new subscriptions
 * @param pciCertified true when the merchant may handle card data
 * @param methodProfile which catalogue of payment methods new subscriptions are under
 */
public record MerchantProfile(
    String clientId,
    String name,
    boolean sandbox,
    NavigableMap<Integer, PublicKey> keys,
    PlatformSigner signer,
    Policies policies,
    boolean pciCertified,
    MethodProfile methodProfile) {

  /** What a client id may look like: it stands in headers, keys and logs. */
  public static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  /**
   * What an operator says about a merchant.
   *
   * @param publicKey what the merchant signs with; absent for the gateway's own record only
   */
  public record Registration(
      String clientId,
      String name,
      @Nullable PublicKey publicKey,
      boolean sandbox,
      Policies policies,
      boolean pciCertified,
      MethodProfile methodProfile) {}

  /** True when the merchant is what the operator says. */
  public boolean is(Registration registration) {
    return name.equals(registration.name())
        && sandbox == registration.sandbox()
        && pciCertified == registration.pciCertified()
        && methodProfile == registration.methodProfile()
        && policies.equals(registration.policies())
        && keys.lastEntry().getValue().equals(registration.publicKey());
  }

  /**
   * A key the merchant signs with.
   *
   * @param version absent: the latest
   * @return null when the merchant has none of that version
   */
  public @Nullable PublicKey key(@Nullable Integer version) {
    return version == null ? keys.lastEntry().getValue() : keys.get(version);
  }
}
