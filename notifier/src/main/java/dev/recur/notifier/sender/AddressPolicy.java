package dev.recur.notifier.sender;

import java.net.InetAddress;

/** Which addresses may be connected to. */
@FunctionalInterface
public interface AddressPolicy {

  boolean allows(InetAddress address);

  /** Every address: only where merchants are not strangers, as in the local stack. */
  static AddressPolicy everything() {
    return address -> true;
  }

  /** Addresses of the public Internet: nobody reaches into our own network through a webhook. */
  static AddressPolicy publicOnly() {
    return new PublicAddresses();
  }
}
