package dev.recur.schemas.signature;

/**
 * What a secret is sealed for ({@link SecretBox}): one that was put in another's place does not
 * open. Who seals and who opens are different services, so the contexts stand here.
 */
public final class SealContext {

  private SealContext() {}

  /**
   * The context of a platform's private key, PKCS#8, in a record of topic {@code merchants}.
   *
   * @param clientId the merchant the key is used towards
   * @param keyVersion the key's version
   */
  public static String platformKey(String clientId, int keyVersion) {
    return "platform-key\n" + clientId + "\n" + keyVersion;
  }

  /**
   * The context of an endpoint's key for Standard Webhooks v1 signatures, in a record of topic
   * {@code merchants}.
   *
   * @param version of the endpoint's secret
   */
  public static String endpointHmac(String clientId, String endpointId, int version) {
    return "endpoint-hmac\n" + clientId + "\n" + endpointId + "\n" + version;
  }

  /**
   * The context of an endpoint's key for Standard Webhooks v1a signatures, PKCS#8, in a record of
   * topic {@code merchants}.
   *
   * @param version of the endpoint's secret
   */
  public static String endpointEd25519(String clientId, String endpointId, int version) {
    return "endpoint-ed25519\n" + clientId + "\n" + endpointId + "\n" + version;
  }

  /** The context of the key of a buyer's data, in a record of topic {@code buyers}. */
  public static String buyerKey(String subscriptionId) {
    return "buyer-key\n" + subscriptionId;
  }

  /** The context of a buyer's data, which the buyer's own key seals and not the master key. */
  public static String buyerData(String subscriptionId) {
    return "buyer-data\n" + subscriptionId;
  }
}
