package dev.recur.notifier.sender;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Everything but the ranges that IANA's special-purpose registries do not call globally reachable.
 * Java's own tests miss unique local addresses, shared address space and every form of IPv6 that
 * wraps an IPv4 address.
 */
final class PublicAddresses implements AddressPolicy {

  private static final List<Range> REFUSED =
      List.of(
          Range.of("0.0.0.0", 8),
          Range.of("10.0.0.0", 8),
          Range.of("100.64.0.0", 10),
          Range.of("127.0.0.0", 8),
          Range.of("169.254.0.0", 16),
          Range.of("172.16.0.0", 12),
          Range.of("192.0.0.0", 24),
          Range.of("192.0.2.0", 24),
          Range.of("192.88.99.0", 24),
          Range.of("192.168.0.0", 16),
          Range.of("198.18.0.0", 15),
          Range.of("198.51.100.0", 24),
          Range.of("203.0.113.0", 24),
          Range.of("224.0.0.0", 4),
          Range.of("240.0.0.0", 4));

  /** Global unicast, the only part of IPv6 that the Internet routes. */
  private static final Range GLOBAL_IPV6 = Range.of("2000::", 3);

  private static final List<Range> REFUSED_IPV6 =
      List.of(
          // Protocol assignments, Teredo among them.
          Range.of("2001::", 23),
          // Documentation.
          Range.of("2001:db8::", 32),
          Range.of("3fff::", 20),
          // 6to4 wraps an IPv4 address.
          Range.of("2002::", 16));

  @Override
  public boolean allows(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 4) {
      return REFUSED.stream().noneMatch(range -> range.contains(bytes));
    }
    return GLOBAL_IPV6.contains(bytes)
        && REFUSED_IPV6.stream().noneMatch(range -> range.contains(bytes));
  }

  /** A network: the first {@code bits} bits of the address. */
  private static final class Range {
    private final byte[] network;
    private final int bits;

    private Range(byte[] network, int bits) {
      this.network = network;
      this.bits = bits;
    }

    static Range of(String address, int bits) {
      try {
        return new Range(InetAddress.getByName(address).getAddress(), bits);
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException("Not an address: " + address, e);
      }
    }

    boolean contains(byte[] address) {
      int whole = bits / 8;
      if (address.length != network.length
          || !Arrays.equals(address, 0, whole, network, 0, whole)) {
        return false;
      }
      int rest = bits % 8;
      return rest == 0 || (address[whole] ^ network[whole]) >> (8 - rest) == 0;
    }
  }
}
