package dev.recur.schemas.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/** The IPv4 address that an IPv6 address leads to, where it is of a kind that does. */
final class WrappedIpv4 {

  private static final int IPV4_BYTES = 4;
  private static final int IPV6_BYTES = 16;

  /** Where the address stands in those of 6to4 (RFC 3056). */
  private static final int IN_6TO4 = 2;

  /** At the end: IPv4-compatible, NAT64 (RFC 6052, RFC 8215) and Teredo (RFC 4380). */
  private static final int AT_END = IPV6_BYTES - IPV4_BYTES;

  private static final Network COMPATIBLE = Network.parse("::/96");
  private static final Network NAT64 = Network.parse("64:ff9b::/96");
  private static final Network NAT64_LOCAL = Network.parse("64:ff9b:1::/48");
  private static final Network TEREDO = Network.parse("2001::/32");
  private static final Network SIX_TO_FOUR = Network.parse("2002::/16");
  private static final Network LOOPBACK = Network.parse("::1/128");

  private WrappedIpv4() {}

  static Optional<InetAddress> of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length != IPV6_BYTES || LOOPBACK.contains(address)) {
      return Optional.empty();
    }
    if (SIX_TO_FOUR.contains(address)) {
      return Optional.of(ipv4(bytes, IN_6TO4));
    }
    if (TEREDO.contains(address)) {
      for (int i = AT_END; i < IPV6_BYTES; i++) {
        // Teredo writes it with every bit turned over.
        bytes[i] = (byte) ~bytes[i];
      }
      return Optional.of(ipv4(bytes, AT_END));
    }
    return NAT64.contains(address) || NAT64_LOCAL.contains(address) || COMPATIBLE.contains(address)
        ? Optional.of(ipv4(bytes, AT_END))
        : Optional.empty();
  }

  private static InetAddress ipv4(byte[] bytes, int from) {
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, from, from + IPV4_BYTES));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("Four bytes are an address.", e);
    }
  }
}
