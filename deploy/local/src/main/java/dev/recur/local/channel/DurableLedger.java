package dev.recur.local.channel;

import dev.recur.local.channel.ledger.CardToken;
import dev.recur.local.channel.ledger.Decision;
import dev.recur.local.channel.ledger.Ledger;
import dev.recur.local.channel.ledger.LedgerEvent;
import dev.recur.local.channel.ledger.LedgerLine;
import dev.recur.local.channel.ledger.Presentation;
import dev.recur.local.channel.ledger.Reply;
import dev.recur.local.channel.ledger.TokenRequest;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in a file. Nothing it says can be unsaid by SIGKILL or power loss: every answer waits
 * until what it follows from is on disk. Safe for many threads.
 *
 * @see Ledger
 */
final class DurableLedger implements AutoCloseable {

  /** Most lines; all are held in memory, with about 1 KiB each: who wants many gives the heap. */
  static final int LINES_MAX = 1_000_000;

  /** Most cards with a token; all are held in memory, with about 1 KiB each. */
  static final int TOKENS_MAX = 100_000;

  private final InstantSource clock;
  private final Ledger ledger;
  private final Journal journal;

  /** Opens a ledger, made when missing. */
  DurableLedger(Path file, Duration memory, InstantSource clock) {
    this.clock = clock;
    this.ledger = new Ledger(memory);
    this.journal = Journal.open(file, line -> ledger.apply(LedgerCodec.decode(line)));
  }

  /** As {@link Ledger#present}. */
  Reply present(Presentation request) {
    return decide(
        theLedger -> {
          if (theLedger.size() >= LINES_MAX) {
            throw full();
          }
          return theLedger.present(request, clock.instant());
        });
  }

  /** As {@link Ledger#inquire}. */
  Reply inquire(String key, @Nullable Instant at) {
    return decide(theLedger -> theLedger.inquire(key, at, clock.instant()));
  }

  /**
   * Keeps a card's token: from now on it is a payment method's id. Where the request's key had one
   * before, that one stays.
   *
   * @param request null for a card that came without a key
   * @return the token that counts; empty when the key came with another card before
   */
  Optional<CardToken> keep(CardToken token, @Nullable TokenRequest request) {
    return durable(
        () -> {
          if (request != null) {
            Optional<LedgerEvent.Tokenised> first =
                ledger.tokenised(request.key(), request.seenAt());
            if (first.isPresent()) {
              boolean same = first.get().isOf(request);
              return new Written<>(
                  same ? Optional.of(first.get().token()) : Optional.empty(), List.of());
            }
          }
          if (ledger.tokens() >= TOKENS_MAX) {
            throw full();
          }
          LedgerEvent tokenised = new LedgerEvent.Tokenised(token, request);
          ledger.apply(tokenised);
          return new Written<>(Optional.of(token), List.of(tokenised));
        });
  }

  /** All lines, or those of one subscription, oldest first. */
  List<LedgerLine> lines(@Nullable String subscriptionId) {
    return durable(
        () -> {
          List<LedgerLine> lines =
              subscriptionId == null ? ledger.lines() : ledger.lines(subscriptionId);
          return new Written<>(lines, List.of());
        });
  }

  /** Completes if the ledger can no longer be written; nothing is answered from then on. */
  CompletableFuture<IOException> failed() {
    return journal.failed();
  }

  @Override
  public void close() {
    journal.close();
  }

  private Reply decide(Function<Ledger, Decision> question) {
    return durable(
        () -> {
          Decision decision = question.apply(ledger);
          decision.events().forEach(ledger::apply);
          return new Written<>(decision.reply(), decision.events());
        });
  }

  private static BadRequestException full() {
    return new BadRequestException(507, "The sandbox ledger is full: begin anew with up --fresh");
  }

  private record Written<T>(T result, List<LedgerEvent> events) {}

  private <T> T durable(Supplier<Written<T>> work) {
    T result;
    CompletableFuture<Void> onDisk;
    synchronized (this) {
      Written<T> written = work.get();
      result = written.result();
      // Also with no events: what was read may not be on disk yet.
      onDisk = journal.append(written.events().stream().map(LedgerCodec::encode).toList());
    }
    onDisk.join();
    return result;
  }
}
