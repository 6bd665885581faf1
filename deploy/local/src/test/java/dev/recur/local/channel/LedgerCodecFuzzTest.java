package dev.recur.local.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.local.channel.ledger.CardToken;
import dev.recur.local.channel.ledger.Ledger;
import dev.recur.local.channel.ledger.LedgerEvent;
import dev.recur.local.channel.ledger.Presentations;
import dev.recur.local.channel.ledger.TokenRequest;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import org.junit.jupiter.api.Test;

/**
 * Whatever text a line of the ledger's journal has: it is an event, which is written as it is read,
 * or none, and says so.
 */
class LedgerCodecFuzzTest {

  @Test
  void anyLine_shouldBeAnEventOrNone() {
    LedgerEvent opened =
        new Ledger(Ledger.NEVER_FORGETS)
            .present(Presentations.refund("R", "A", "ok", 1999), Presentations.START)
            .events()
            .getFirst();
    assertThat(
            Fuzz.of(
                    "ledger-line",
                    Mutator.json("opened", "presentedAgain", "PENDING", "DECLINED_HARD", "type"))
                .seeds(
                    LedgerCodec.encode(opened),
                    LedgerCodec.encode(new LedgerEvent.PresentedAgain(0)),
                    LedgerCodec.encode(new LedgerEvent.Succeeded(1)),
                    LedgerCodec.encode(
                        new LedgerEvent.Tokenised(
                            new CardToken("tok_1", "ok", "VISA", "4242"),
                            new TokenRequest("K1", "hash", Presentations.START))))
                .run(LedgerCodecFuzzTest::read))
        .containsKeys("Opened", "PresentedAgain", "Succeeded", "Tokenised", "none");
  }

  private static String read(byte[] input) {
    LedgerEvent event;
    try {
      event = LedgerCodec.decode(new String(input, UTF_8));
    } catch (IllegalArgumentException | IllegalStateException e) {
      return "none";
    }
    assertThat(LedgerCodec.decode(LedgerCodec.encode(event))).isEqualTo(event);
    return event.getClass().getSimpleName();
  }
}
