package dev.recur.schemas.method;

/** Whose rules a merchant's payment methods follow. The names are those of the file. */
public enum Profile {
  /** Antom's: every method can be charged by itself. */
  AMS,
  /** Onerway's: wallets are charged by the merchant's call only, and signed before that. */
  ONERWAY
}
