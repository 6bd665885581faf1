package dev.recur.local.channel;

import dev.recur.local.channel.card.Card;
import dev.recur.local.channel.card.CardReader;
import dev.recur.local.channel.card.CardSecret;
import dev.recur.local.channel.ledger.CardToken;
import dev.recur.local.channel.ledger.TokenRequest;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.Request;
import dev.recur.local.http.Response;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Puts a token in a card's place. Buyers' pages call it from wherever they come, so every origin
 * may. The number is kept nowhere: what is kept is what the ledger needs to behave and a buyer to
 * know the card again.
 *
 * <p>With an {@code Idempotency-Key} the same card gets the same token again, and another card is
 * refused with 409. Without one every token is new.
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

  /** Printable ASCII, as a header may have it. */
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7E]{1,255}");

  private final DurableLedger ledger;
  private final CardSecret secret;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  Tokenisation(DurableLedger ledger, CardSecret secret, InstantSource clock) {
    this.ledger = ledger;
    this.secret = secret;
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
      Instant now = clock.instant();
      YearMonth month = YearMonth.from(now.atOffset(ZoneOffset.ofHours(-12)));
      Card card = CardReader.read(request.body(), month);
      TokenRequest keyed =
          request
              .header("idempotency-key")
              .map(key -> new TokenRequest(checked(key), card.hash(secret, key), now))
              .orElse(null);
      return ledger
          .keep(new CardToken(tokenId(), card.behaviour(), card.brand(), card.last4()), keyed)
          .map(Tokenisation::answer)
          .orElseThrow(
              () ->
                  new BadRequestException(
                      409, "The Idempotency-Key came with another card before: use a new one."));
    } catch (BadRequestException e) {
      // Said here and not by the server, for a page may read only what names its origin.
      return Response.refused(e.status(), String.valueOf(e.getMessage()));
    }
  }

  private static Response answer(CardToken token) {
    return Response.ok(
        Map.of("tokenId", token.tokenId(), "brand", token.brand(), "last4", token.last4()));
  }

  private static String checked(String key) {
    if (!KEY.matcher(key).matches()) {
      throw new BadRequestException(
          400, "The Idempotency-Key must have 1 to 255 characters of ASCII, and no blank.");
    }
    return key;
  }

  private String tokenId() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return "tok_" + HexFormat.of().formatHex(bytes);
  }
}
