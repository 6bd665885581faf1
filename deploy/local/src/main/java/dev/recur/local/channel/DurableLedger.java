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

  /** What a line or a card's token takes in memory, with all that leads to it; rounded up. */
  private static final int ENTRY_BYTES = 2_048;

  /** Of the heap; the rest is for showing all lines at once, and for whoever asks. */
  private static final double HELD_SHARE = 0.5;

  private final InstantSource clock;
  private final Ledger ledger;
  private final Journal journal;
  private final long entriesMax;

  /** Opens a ledger, made when missing, for as many lines as fit into this process's heap. */
  DurableLedger(Path file, Duration memory, InstantSource clock) {
    this(file, memory, clock, entriesMax(Runtime.getRuntime().maxMemory()));
  }

  /**
   * Opens a ledger, made when missing.
   *
   * @param entriesMax most lines and tokens together
   * @throws IllegalStateException when there are more than that already
   */
  DurableLedger(Path file, Duration memory, InstantSource clock, long entriesMax) {
    this.clock = clock;
    this.entriesMax = entriesMax;
    this.ledger = new Ledger(memory);
    this.journal =
        Journal.open(
            file,
            line -> {
              ledger.apply(LedgerCodec.decode(line));
              if (entries() > entriesMax) {
                throw new IllegalStateException(
                    "%s has more than the %d lines that fit: give the channel more heap (-Xmx), or"
                            .formatted(file, entriesMax)
                        + " begin anew with up --fresh");
              }
            });
  }

  /** How many lines and tokens a process with so much heap keeps; all are held in memory. */
  static long entriesMax(long heapBytes) {
    return (long) (heapBytes * HELD_SHARE) / ENTRY_BYTES;
  }

  /** As {@link Ledger#present}. A key that is known is answered also when there is no more room. */
  Reply present(Presentation request) {
    return decide(
        theLedger -> {
          Decision decision = theLedger.present(request, clock.instant());
          if (entries() >= entriesMax
              && decision.events().stream().anyMatch(LedgerEvent.Opened.class::isInstance)) {
            throw full();
          }
          return decision;
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
          if (entries() >= entriesMax) {
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

  private long entries() {
    return (long) ledger.size() + ledger.tokens();
  }

  private static BadRequestException full() {
    return new BadRequestException(
        507,
        "The sandbox ledger is full: give the channel more heap, or begin anew with up --fresh");
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
