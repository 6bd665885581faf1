package dev.recur.service.card;

/** Puts the channel's token in a card's place. */
public interface Tokenisation {

  /**
   * The token of a card. Never throws because of the card or the channel.
   *
   * @param key with the same key the same card has the same token, as long as the channel remembers
   *     the key
   */
  Outcome tokenise(CardData card, String key);

  /** What became of it. No outcome holds anything of the card. */
  sealed interface Outcome {

    /**
     * The channel has the card.
     *
     * @param id the payment method's id from now on
     */
    record Token(String id) implements Outcome {}

    /** The channel has looked at the card and does not take it. */
    record Refused() implements Outcome {}

    /** The key came with another card before. */
    record OtherCard() implements Outcome {}

    /** The channel did not answer, or not with a token. Asking again does no harm. */
    record Unreachable() implements Outcome {}

    /** No channel is named that could be asked. */
    record NotSetUp() implements Outcome {}
  }
}
