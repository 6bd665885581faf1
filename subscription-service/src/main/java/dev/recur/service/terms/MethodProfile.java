package dev.recur.service.terms;

/**
 * Which catalogue of payment methods a merchant is under: it says what each method can do. The
 * names are those of the wire contract.
 */
public enum MethodProfile {
  AMS,
  ONERWAY
}
