package dev.recur.schemas.webhook;

import java.net.InetAddress;
import java.util.List;

/** Which addresses may be connected to. */
@FunctionalInterface
public interface AddressPolicy {

  /** Whether this address may be connected to. */
  boolean allows(InetAddress address);

  /** Addresses of the public Internet: nobody reaches into our own network through a webhook. */
  static AddressPolicy publicOnly() {
    return new PublicAddresses();
  }

  /**
   * These networks and no others. An IPv6 address that leads to an IPv4 one, as with NAT64, is
   * allowed only when {@code inner} or these networks allow that one too.
   */
  static AddressPolicy only(List<Network> networks, AddressPolicy inner) {
    return new ListedAddresses(networks, inner);
  }
}
