package dev.recur.local.channel;

import dev.recur.local.channel.card.Card;
import dev.recur.local.channel.card.CardReader;
import dev.recur.local.channel.ledger.CardToken;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.Request;
import dev.recur.local.http.Response;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;

/**
 * Puts a token in a card's place. Buyers' pages call it from wherever they come, so every origin
 * may. The number is kept nowhere: what is kept is what the ledger needs to behave and a buyer to
 * know the card again.
 */
final class Tokenisation {

  private static final int RANDOM_BYTES = 16;

  private static final Map<String, String> ANY_ORIGIN =
      Map.of("Access-Control-Allow-Origin", "*", "Cache-Control", "no-store");
  private static final Map<String, String> PREFLIGHT =
      Map.of(
          "Access-Control-Allow-Methods", "POST",
          "Access-Control-Allow-Headers", "Content-Type",
          "Access-Control-Max-Age", "600");

  private final DurableLedger ledger;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  Tokenisation(DurableLedger ledger, InstantSource clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /** The token of the card in a request. */
  Response tokenise(Request request) {
    return answer(request).with(ANY_ORIGIN);
  }

  /** What a browser asks before it lets a page post. */
  static Response preflight() {
    return Response.empty().with(ANY_ORIGIN).with(PREFLIGHT);
  }

  private Response answer(Request request) {
    try {
      // A card is good until its month is over, wherever on earth that is last.
      YearMonth now = YearMonth.from(clock.instant().atOffset(ZoneOffset.ofHours(-12)));
      Card card = CardReader.read(request.body(), now);
      CardToken token = new CardToken(tokenId(), card.behaviour(), card.brand(), card.last4());
      ledger.keep(token);
      return Response.ok(
          Map.of("tokenId", token.tokenId(), "brand", token.brand(), "last4", token.last4()));
    } catch (BadRequestException e) {
      // Said here and not by the server, for a page may read only what names its origin.
      return Response.refused(e.status(), String.valueOf(e.getMessage()));
    }
  }

  private String tokenId() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return "tok_" + HexFormat.of().formatHex(bytes);
  }
}
