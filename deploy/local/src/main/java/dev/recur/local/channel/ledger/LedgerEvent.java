package dev.recur.local.channel.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What happened at the bank. The ledger is made from these and from nothing else. */
public sealed interface LedgerEvent {

  /**
   * A key was presented that the channel did not know, or had forgotten.
   *
   * @param line number of the new ledger line, from 0, without gaps
   * @param seenAt real time
   * @param request what was asked
   * @param outcome the truth now
   * @param succeedsAt when a PENDING outcome becomes a success, on the subscription's clock
   * @param decline why it was declined
   */
  record Opened(
      int line,
      Instant seenAt,
      Presentation request,
      Outcome outcome,
      @Nullable Instant succeedsAt,
      @Nullable Decline decline)
      implements LedgerEvent {

    public Opened {
      if (decline == null) {
        decline = Decline.ofEarlier(request.operation(), outcome);
      }
    }
  }

  /**
   * A known key was presented again.
   *
   * @param line its ledger line
   */
  record PresentedAgain(int line) implements LedgerEvent {}

  /**
   * What was pending succeeded.
   *
   * @param line its ledger line
   */
  record Succeeded(int line) implements LedgerEvent {}

  /**
   * A card got a token in its place.
   *
   * @param request null where it came without a key
   */
  record Tokenised(CardToken token, @Nullable TokenRequest request) implements LedgerEvent {

    /** True when another request under the same key brought the same card. */
    public boolean isOf(TokenRequest other) {
      return request != null && request.card().equals(other.card());
    }
  }
}
