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
}
