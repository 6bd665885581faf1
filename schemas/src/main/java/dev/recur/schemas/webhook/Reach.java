package dev.recur.schemas.webhook;

import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * What webhooks may reach (decision 0030), the same where an endpoint is saved and where it is
 * posted to. Objections are predicates of the URL, with the cure.
 */
public final class Reach {

  private static final int PORT_HTTP = 80;
  private static final int PORT_HTTPS = 443;

  /** Ports below belong to services of the system, few of which speak HTTP. */
  private static final int PORT_FREE_MIN = 1024;

  private static final int PORT_MAX = 65_535;

  private static final String GIVE_HTTPS = "give an https URL.";

  private final boolean allowsPlain;
  private final Addresses secure;
  private final Addresses plain;

  private Reach(List<Network> allowed) {
    AddressPolicy open = AddressPolicy.publicOnly();
    AddressPolicy listed = AddressPolicy.only(allowed, open);
    this.allowsPlain = !allowed.isEmpty();
    this.secure =
        new Addresses(
            address -> open.allows(address) || listed.allows(address),
            "give an address of the public Internet.");
    // Without TLS nobody says who answers: only in networks that the operator vouches for.
    this.plain = new Addresses(listed, GIVE_HTTPS);
  }

  /**
   * Https to the public Internet and, also without TLS, anything to the networks that are allowed.
   *
   * @param allowed networks of one's own; none where merchants are strangers
   */
  public static Reach allowing(List<Network> allowed) {
    return new Reach(allowed);
  }

  /**
   * As much of a URL as decides.
   *
   * @param secure true for https, false for http
   * @param hasUser true when a user name or a password stands in it
   * @param host a name or an address, an IPv6 address without brackets
   * @param port as it stands there, or the scheme's
   */
  public record Url(boolean secure, boolean hasUser, String host, int port) {}

  /**
   * Addresses that may be connected to.
   *
   * @param policy which they are
   * @param cure what whoever named another one is to do
   */
  public record Addresses(AddressPolicy policy, String cure) {}

  /** The addresses that may be reached with TLS, or without. */
  public Addresses addresses(boolean withTls) {
    return withTls ? secure : plain;
  }

  /** Why nothing is posted to this URL, whatever its name leads to; empty for one that may be. */
  public Optional<String> objection(Url url) {
    if (!url.secure() && !allowsPlain) {
      return Optional.of("is plain http, which is not used for webhooks: " + GIVE_HTTPS);
    }
    if (url.hasUser()) {
      return Optional.of("has a user name in it: give it without one.");
    }
    if (Literals.isAmbiguous(url.host())) {
      return Optional.of("has a number for a host: give a name, or an address of four numbers.");
    }
    int port = url.port();
    boolean isFree = PORT_FREE_MIN <= port && port <= PORT_MAX;
    return isFree || port == (url.secure() ? PORT_HTTPS : PORT_HTTP)
        ? Optional.empty()
        : Optional.of(
            "has port %d: give %d, or one from %d to %d."
                .formatted(port, PORT_HTTPS, PORT_FREE_MIN, PORT_MAX));
  }

  /**
   * The same, and of the address that stands in the URL in place of a name. No name is looked up.
   */
  public Optional<String> objectionToLiteral(Url url) {
    return objection(url)
        .or(
            () -> {
              InetAddress address = Literals.parse(url.host());
              Addresses allowed = addresses(url.secure());
              return address == null || allowed.policy().allows(address)
                  ? Optional.empty()
                  : Optional.of(
                      "leads to %s, which webhooks must not reach: %s"
                          .formatted(address.getHostAddress(), allowed.cure()));
            });
  }
}
