package dev.recur.service.command;

import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Commands whose answer somebody in this process is waiting for. */
@Singleton
final class PendingReplies {

  private final ConcurrentMap<String, CompletableFuture<Reply>> pending = new ConcurrentHashMap<>();

  /** Begins to wait. Done before the command is published, so that no answer is too early. */
  CompletableFuture<Reply> open(String commandId) {
    return pending.computeIfAbsent(commandId, id -> new CompletableFuture<>());
  }

  /** The answer is there. Most are for other instances or for upstream systems, and ignored. */
  void answer(String commandId, Reply reply) {
    CompletableFuture<Reply> waiting = pending.get(commandId);
    if (waiting != null) {
      waiting.complete(reply);
    }
  }

  /** Nobody waits any more. */
  void close(String commandId) {
    pending.remove(commandId);
  }

  int size() {
    return pending.size();
  }
}
