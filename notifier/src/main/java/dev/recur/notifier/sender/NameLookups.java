package dev.recur.notifier.sender;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * Looks names up on a bounded number of threads of its own, each name once at a time, and keeps
 * what it learns for a short while. Whoever asks waits only as long as it says. A name that cannot
 * be looked up in time keeps the addresses it had a short while ago: a slow name server must not
 * stop deliveries to receivers that are well.
 */
final class NameLookups implements AutoCloseable {

  /** Each look-up in progress holds a thread of the machine. */
  private static final int THREADS_MAX = 64;

  /** Beyond, a look-up would not have its turn before those who ask give up. */
  private static final int WAITING_MAX = 1_024;

  /** Names that are known; the memory of a process is not the merchants' to fill. */
  private static final int NAMES_MAX = 10_000;

  private static final Duration FOUND_FOR = Duration.ofSeconds(30);
  private static final Duration MISSING_FOR = Duration.ofSeconds(5);

  /** How old addresses may be that stand in for those that cannot be had in time. */
  private static final Duration STALE_MAX = Duration.ofMinutes(10);

  private static final Duration THREAD_IDLE_MAX = Duration.ofSeconds(30);

  private final Dns names;
  private final LongSupplier nanoClock;
  private final ConcurrentHashMap<String, Entry> entries = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS_MAX,
          THREADS_MAX,
          THREAD_IDLE_MAX.toMillis(),
          TimeUnit.MILLISECONDS,
          new ArrayBlockingQueue<>(WAITING_MAX),
          Thread.ofPlatform().daemon().name("dns-", 0).factory());

  /**
   * Look-ups.
   *
   * @param names asked on threads of their own; may block as long as they like
   * @param nanoClock for example {@link System#nanoTime}
   */
  NameLookups(Dns names, LongSupplier nanoClock) {
    this.names = names;
    this.nanoClock = nanoClock;
    threads.allowCoreThreadTimeOut(true);
  }

  /** One look-up of a name, and what the one before it found. */
  private static final class Entry {
    private final CompletableFuture<List<InetAddress>> answer = new CompletableFuture<>();
    private final @Nullable List<InetAddress> before;
    private final long beforeAt;
    private volatile long doneAt;

    Entry(@Nullable List<InetAddress> before, long beforeAt) {
      this.before = before;
      this.beforeAt = beforeAt;
    }

    boolean isFresh(long now) {
      if (!answer.isDone()) {
        return true;
      }
      Duration life = answer.isCompletedExceptionally() ? MISSING_FOR : FOUND_FOR;
      return now - doneAt < life.toNanos();
    }

    /** The look-up that takes this one's place. */
    Entry next() {
      return answer.isDone() && !answer.isCompletedExceptionally()
          ? new Entry(answer.getNow(List.of()), doneAt)
          : new Entry(before, beforeAt);
    }

    @Nullable List<InetAddress> stale(long now) {
      return before != null && now - beforeAt < STALE_MAX.toNanos() ? before : null;
    }
  }

  /**
   * The addresses of a name.
   *
   * @param patience how long the caller can wait
   * @throws UnknownHostException when there are none, or none in time
   */
  List<InetAddress> lookup(String host, Duration patience) throws UnknownHostException {
    Entry entry = entry(host);
    try {
      return entry.answer.get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return stale(
          entry,
          "The name %s could not be looked up within %d ms."
              .formatted(host, Math.max(0, patience.toMillis())),
          e);
    } catch (ExecutionException e) {
      return stale(entry, "The name " + host + " could not be looked up.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw because("Interrupted.", e);
    }
  }

  /** Java does not tell a name that is gone from a name server that is; neither lasts for ever. */
  private List<InetAddress> stale(Entry entry, String message, Exception cause)
      throws UnknownHostException {
    List<InetAddress> stale = entry.stale(nanoClock.getAsLong());
    if (stale == null) {
      throw because(message, cause);
    }
    return stale;
  }

  private Entry entry(String host) {
    long now = nanoClock.getAsLong();
    Entry known = entries.get(host);
    if (known != null && known.isFresh(now)) {
      return known;
    }
    if (entries.size() >= NAMES_MAX) {
      entries.values().removeIf(entry -> !entry.isFresh(now));
    }
    Entry[] begun = new Entry[1];
    Entry entry =
        entries.compute(
            host,
            (_, current) -> {
              if (current != null && current.isFresh(now)) {
                return current;
              }
              begun[0] = current == null ? new Entry(null, 0) : current.next();
              return begun[0];
            });
    if (begun[0] != null) {
      begin(host, entry);
    }
    return entry;
  }

  private void begin(String host, Entry entry) {
    try {
      threads.execute(() -> find(host, entry));
    } catch (RejectedExecutionException e) {
      entry.doneAt = nanoClock.getAsLong();
      entry.answer.completeExceptionally(e);
    }
  }

  private void find(String host, Entry entry) {
    try {
      List<InetAddress> found = names.lookup(host);
      entry.doneAt = nanoClock.getAsLong();
      entry.answer.complete(List.copyOf(found));
    } catch (UnknownHostException | RuntimeException e) {
      entry.doneAt = nanoClock.getAsLong();
      entry.answer.completeExceptionally(e);
    }
    if (entries.size() > NAMES_MAX) {
      entries.remove(host, entry);
    }
  }

  private static UnknownHostException because(String message, Exception cause) {
    UnknownHostException unknown = new UnknownHostException(message);
    unknown.initCause(cause);
    return unknown;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
