package dev.recur.notifier.sender;

import dev.recur.schemas.webhook.Reach;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import okhttp3.Dns;

/**
 * Refuses a name of which any address is refused: a mixed answer is a sign of an attack. It looks
 * at every use, also at what was looked up before.
 */
final class GuardedDns implements Dns {

  /** A slow name server must not use up the whole deadline of many deliveries. */
  private static final Duration LOOKUP_MAX = Duration.ofSeconds(2);

  private final Reach.Addresses allowed;
  private final NameLookups names;

  GuardedDns(Reach.Addresses allowed, NameLookups names) {
    this.allowed = allowed;
    this.names = names;
  }

  @Override
  public List<InetAddress> lookup(String host) throws UnknownHostException {
    List<InetAddress> found = names.lookup(host, Deadline.left(LOOKUP_MAX));
    for (InetAddress address : found) {
      if (!allowed.policy().allows(address)) {
        throw refused(host, address);
      }
    }
    return found;
  }

  private UnknownHostException refused(String host, InetAddress address) {
    UnknownHostException unknown = new UnknownHostException("refused");
    unknown.initCause(
        new RefusedAddressException(
            "%s leads to %s, which webhooks must not reach: %s"
                .formatted(host, address.getHostAddress(), allowed.cure())));
    return unknown;
  }
}
