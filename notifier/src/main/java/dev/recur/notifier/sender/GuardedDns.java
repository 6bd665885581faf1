package dev.recur.notifier.sender;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dns;

/**
 * Looks names up, in bounded time and number, and refuses a name of which any address is refused: a
 * mixed answer is a sign of an attack.
 */
final class GuardedDns implements Dns, AutoCloseable {

  /** A slow name server must not use up the whole deadline of many deliveries. */
  private static final Duration LOOKUP_MAX = Duration.ofSeconds(2);

  /** Each look-up in progress holds a thread of the machine. */
  private static final int LOOKUPS_MAX = 64;

  private final AddressPolicy policy;
  private final Dns names;
  private final Semaphore room = new Semaphore(LOOKUPS_MAX);
  private final ExecutorService lookups = Executors.newVirtualThreadPerTaskExecutor();

  GuardedDns(AddressPolicy policy, Dns names) {
    this.policy = policy;
    this.names = names;
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    List<InetAddress> found = inTime(host);
    for (InetAddress address : found) {
      if (!policy.allows(address)) {
        throw refused(host, address);
      }
    }
    return found;
  }

  private List<InetAddress> inTime(String host) throws UnknownHostException {
    try {
      if (!room.tryAcquire(LOOKUP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new UnknownHostException("Too many names are being looked up; " + host + " waits.");
      }
      Future<List<InetAddress>> lookup = lookups.submit(() -> lookupAndLeave(host));
      return lookup.get(LOOKUP_MAX.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw because("The name " + host + " could not be looked up in time.", e);
    } catch (ExecutionException e) {
      throw because("The name " + host + " could not be looked up.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw because("Interrupted.", e);
    }
  }

  private List<InetAddress> lookupAndLeave(String host) throws UnknownHostException {
    try {
      return names.lookup(host);
    } finally {
      room.release();
    }
  }

  private static UnknownHostException refused(String host, InetAddress address) {
    return because(
        "refused",
        new RefusedAddressException(
            "%s leads to %s, which webhooks must not reach: give an address of the public Internet."
                .formatted(host, address.getHostAddress())));
  }

  private static UnknownHostException because(String message, Exception cause) {
    UnknownHostException unknown = new UnknownHostException(message);
    unknown.initCause(cause);
    return unknown;
  }

  @Override
  public void close() {
    lookups.shutdownNow();
  }
}
