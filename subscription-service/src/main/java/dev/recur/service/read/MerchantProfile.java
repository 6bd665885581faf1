package dev.recur.service.read;

import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.Policies;
import java.security.PublicKey;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
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
 * @param publishedKeys public keys of what the platform signs with, the signer's among them; of
 *     some the time may be over
 * @param endpoints where it is told of its subscriptions' events, in the order they were made
 */
public record MerchantProfile(
    String clientId,
    String name,
    boolean sandbox,
    NavigableMap<Integer, PublicKey> keys,
    PlatformSigner signer,
    Policies policies,
    boolean pciCertified,
    MethodProfile methodProfile,
    List<PublishedKey> publishedKeys,
    List<MerchantEndpoint> endpoints) {

  /** Most endpoints of one merchant. */
  public static final int ENDPOINTS_MAX = 16;

  public MerchantProfile {
    publishedKeys = List.copyOf(publishedKeys);
    endpoints = List.copyOf(endpoints);
  }

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

  /** The endpoint of that id. */
  public Optional<MerchantEndpoint> endpoint(String endpointId) {
    return endpoints.stream().filter(one -> one.endpointId().equals(endpointId)).findAny();
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
