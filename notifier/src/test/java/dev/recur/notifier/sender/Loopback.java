package dev.recur.notifier.sender;

import dev.recur.schemas.webhook.Network;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import okhttp3.Dns;
import okhttp3.OkHttpClient;

/** A way out that may reach this machine, as the local stack's may. */
final class Loopback {

  static final List<Network> NETWORKS =
      List.of(Network.parse("127.0.0.0/8"), Network.parse("::1/128"));

  private Loopback() {}

  static OkHttpEgress egress() {
    return OkHttpEgress.allowing(NETWORKS);
  }

  static OkHttpEgress egress(OkHttpClient.Builder builder) {
    return OkHttpEgress.allowing(NETWORKS, Dns.SYSTEM, builder);
  }

  static InetAddress address(String literal) {
    try {
      return InetAddress.getByName(literal);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
