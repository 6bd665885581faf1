package dev.recur.local.channel.ledger;

/**
 * What is kept of a card once its number is forgotten.
 *
 * @param tokenId stands for the card as a payment method's id; random, and not made from the number
 * @param behaviour the payment method's id whose {@link Behaviour} the card has
 * @param brand of the card, for example VISA
 * @param last4 the number's last four digits, as buyers know their card
 */
public record CardToken(String tokenId, String behaviour, String brand, String last4) {}
