package dev.recur.schemas.webhook;

import java.net.InetAddress;
import java.util.List;

/** The networks that an operator lists. */
final class ListedAddresses implements AddressPolicy {

  private final List<Network> networks;
  private final AddressPolicy inner;

  ListedAddresses(List<Network> networks, AddressPolicy inner) {
    this.networks = List.copyOf(networks);
    this.inner = inner;
  }

  @Override
  public boolean allows(InetAddress address) {
    return isListed(address)
        && WrappedIpv4.of(address).map(it -> isListed(it) || inner.allows(it)).orElse(true);
  }

  private boolean isListed(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }
}
