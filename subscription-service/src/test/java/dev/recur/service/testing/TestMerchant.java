package dev.recur.service.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.SignatureHeader;
import dev.recur.schemas.signature.WireSignature;
import dev.recur.service.read.MerchantEndpoint;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.PublishedKey;
import dev.recur.service.terms.MethodProfile;
import dev.recur.service.terms.Policies;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A merchant with its keys and the platform's. */
public record TestMerchant(String clientId, boolean sandbox, KeyPair keys, KeyPair platformKeys) {

  /** What merchants get when they do not say otherwise. */
  public static final Policies POLICIES =
      new Policies(
          1435, List.of(1, 3, 5), 5, Policies.FinalAct.KEEP, 0, Policies.CatchUp.CURRENT, 12, 0, 0);

  /** A new one. */
  public static TestMerchant make(String clientId, boolean sandbox) {
    return new TestMerchant(clientId, sandbox, Keys.generate(), Keys.generate());
  }

  /** As the service knows it: its key has version 1, the platform's version 3. */
  public MerchantProfile profile() {
    return new MerchantProfile(
        clientId,
        "Blue Bottle Reading Club",
        sandbox,
        new TreeMap<>(Map.of(1, keys.getPublic())),
        MemoryMerchants.signer(3, platformKeys),
        POLICIES,
        false,
        MethodProfile.AMS,
        List.of(new PublishedKey(3, Keys.base64(platformKeys.getPublic()), null)),
        List.of());
  }

  /** The same, as an operator has registered it. */
  public MerchantProfile profile(boolean pciCertified, MethodProfile methodProfile) {
    MerchantProfile plain = profile();
    return new MerchantProfile(
        plain.clientId(),
        plain.name(),
        plain.sandbox(),
        plain.keys(),
        plain.signer(),
        plain.policies(),
        pciCertified,
        methodProfile,
        plain.publishedKeys(),
        plain.endpoints());
  }

  /** The same, with endpoints. */
  public MerchantProfile profile(List<MerchantEndpoint> endpoints) {
    MerchantProfile plain = profile();
    return new MerchantProfile(
        plain.clientId(),
        plain.name(),
        plain.sandbox(),
        plain.keys(),
        plain.signer(),
        plain.policies(),
        plain.pciCertified(),
        plain.methodProfile(),
        plain.publishedKeys(),
        endpoints);
  }

  /** The headers of a well-signed request. */
  public Map<String, String> sign(String method, String target, String time, byte[] body) {
    SignatureHeader signature =
        WireSignature.sign(keys.getPrivate(), 1, method, target, clientId, time, body);
    return new TreeMap<>(
        Map.of(
            "Client-Id",
            clientId,
            "Request-Time",
            time,
            "Signature",
            signature.value(),
            "Content-Type",
            "application/json; charset=UTF-8"));
  }

  /** The headers of a well-signed request of now. */
  public Map<String, String> sign(String target, String body) {
    return sign("POST", target, Long.toString(System.currentTimeMillis()), body.getBytes(UTF_8));
  }
}
