package dev.recur.schemas.webhook;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/**
 * Everything but the ranges that IANA's special-purpose registries do not call globally reachable.
 * Java's own tests miss unique local addresses, shared address space and every form of IPv6 that
 * wraps an IPv4 address.
 */
final class PublicAddresses implements AddressPolicy {

  private static final List<Network> REFUSED =
      networks(
          // This network, private use, shared address space of carriers, loopback, link-local.
          "0.0.0.0/8",
          "10.0.0.0/8",
          "100.64.0.0/10",
          "127.0.0.0/8",
          "169.254.0.0/16",
          "172.16.0.0/12",
          "192.168.0.0/16",
          // Protocol assignments, documentation, 6to4 relays, benchmarks.
          "192.0.0.0/24",
          "192.0.2.0/24",
          "192.88.99.0/24",
          "198.18.0.0/15",
          "198.51.100.0/24",
          "203.0.113.0/24",
          // Multicast, reserved, broadcast.
          "224.0.0.0/4",
          "240.0.0.0/4",
          // Azure's metadata and wire server: the one cloud that has it on a public address.
          "168.63.129.16/32");

  /**
   * Global unicast, the only part of IPv6 that the Internet routes. Loopback, mapped and compatible
   * addresses, NAT64, unique local, link-local and multicast all lie elsewhere.
   */
  private static final Network GLOBAL_IPV6 = Network.parse("2000::/3");

  private static final List<Network> REFUSED_IPV6 =
      networks(
          // Protocol assignments, Teredo among them; documentation; 6to4.
          "2001::/23", "2001:db8::/32", "3fff::/20", "2002::/16");

  private static List<Network> networks(String... networks) {
    return Stream.of(networks).map(Network::parse).toList();
  }

  @Override
  public boolean allows(InetAddress address) {
    return address instanceof Inet4Address
        ? REFUSED.stream().noneMatch(network -> network.contains(address))
        : GLOBAL_IPV6.contains(address)
            && REFUSED_IPV6.stream().noneMatch(network -> network.contains(address));
  }
}
