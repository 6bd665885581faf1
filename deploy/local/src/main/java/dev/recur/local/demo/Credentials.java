package dev.recur.local.demo;

import java.security.PrivateKey;
import java.security.PublicKey;

/**
 * What a merchant and the platform know each other by.
 *
 * @param privateKey signs what the merchant asks
 * @param platformKey whose signature the merchant believes
 */
record Credentials(String clientId, PrivateKey privateKey, PublicKey platformKey) {

  /** The key stays out of whatever is printed. */
  @Override
  public String toString() {
    return "Credentials[" + clientId + "]";
  }
}
