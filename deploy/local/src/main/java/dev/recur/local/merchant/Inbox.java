package dev.recur.local.merchant;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.Json;
import dev.recur.local.journal.Journal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;

/**
 * Every webhook received, in a file, so that one which was acknowledged is never missing from the
 * count, also after SIGKILL. Safe for many threads.
 */
final class Inbox implements AutoCloseable {

  /** Most that is kept; it is held in memory too. Beyond it nothing is received. */
  static final long CHARS_MAX = 32L * 1024 * 1024;

  private final List<Received> all = new ArrayList<>();
  private final Map<Delivery, Integer> times = new HashMap<>();
  private final Journal journal;
  private long chars;

  /** What makes two deliveries the same: a repeat has the same body. */
  private record Delivery(String path, String body) {}

  /** Opens an inbox, made when missing. */
  Inbox(Path file) {
    journal = Journal.open(file, line -> remember(line, decode(line)));
  }

  /**
   * Keeps a webhook and returns when it is on disk.
   *
   * @param made makes what is kept from how often the same was received before
   * @throws BadRequestException 507 when there is no room left
   */
  Received receive(String path, String body, IntFunction<Received> made) {
    Received received;
    CompletableFuture<Void> onDisk;
    synchronized (this) {
      if (chars >= CHARS_MAX) {
        throw new BadRequestException(507, "The inbox is full: begin anew with up --fresh");
      }
      received = made.apply(times.getOrDefault(new Delivery(path, body), 0));
      String line = Json.write(received);
      remember(line, received);
      onDisk = journal.append(List.of(line));
    }
    onDisk.join();
    return received;
  }

  /** All webhooks from the {@code first} on (from 0), oldest first. */
  List<Received> from(int first) {
    List<Received> result;
    CompletableFuture<Void> onDisk;
    synchronized (this) {
      result = List.copyOf(all.subList(Math.min(first, all.size()), all.size()));
      onDisk = journal.append(List.of());
    }
    onDisk.join();
    return result;
  }

  /** Completes if the file can no longer be written; nothing is answered from then on. */
  CompletableFuture<IOException> failed() {
    return journal.failed();
  }

  @Override
  public void close() {
    journal.close();
  }

  private void remember(String line, Received received) {
    all.add(received);
    times.merge(new Delivery(received.path(), received.body()), 1, Integer::sum);
    chars += line.length();
  }

  private static Received decode(String line) {
    try {
      return Json.mapper().readValue(line, Received.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Not a received webhook: " + line, e);
    }
  }
}
