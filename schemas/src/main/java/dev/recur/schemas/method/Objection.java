package dev.recur.schemas.method;

/**
 * Why a payment method cannot be used, and what to do.
 *
 * @param reason for programs
 * @param sentence for people, at most {@value #SENTENCE_CHARS_MAX} characters
 */
public record Objection(Reason reason, String sentence) {

  /** Longest sentence, in characters: as much as a result message of the contract takes. */
  public static final int SENTENCE_CHARS_MAX = 256;

  /** What stands in the way. */
  public enum Reason {
    /** No profile has such a method. */
    UNKNOWN_METHOD,
    /** Only another profile has it. */
    OTHER_PROFILE,
    /** It does not move this currency. */
    CURRENCY,
    /** It cannot be charged by itself. */
    MANAGED,
    /** It must be signed before anything is charged. */
    SIGN_ONLY,
    /** It takes no amount of zero. */
    ZERO_AMOUNT
  }
}
