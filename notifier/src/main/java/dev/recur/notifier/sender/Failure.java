package dev.recur.notifier.sender;

/**
 * Why an attempt was not acknowledged.
 *
 * @param code for programs
 * @param reason for people, in one sentence, with the cure where the receiver has one
 */
public record Failure(FailureCode code, String reason) {

  private static final int CHARS_MAX = 500;

  /** As an attempt's record tells it: code, colon, reason; at most {@value #CHARS_MAX} chars. */
  public String inWords() {
    String words = code + ": " + reason;
    return words.length() <= CHARS_MAX ? words : words.substring(0, CHARS_MAX);
  }
}
