package dev.recur.notifier.sender;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;

/**
 * Sockets that ask before they connect: the address that is checked is the address that is used.
 * Addresses that stand in the URL itself pass by the name look-up and are met here.
 */
final class GuardedSockets extends SocketFactory {

  private final AddressPolicy policy;
  private final String cure;

  /**
   * Guarded sockets.
   *
   * @param cure what whoever named a refused address is to do
   */
  GuardedSockets(AddressPolicy policy, String cure) {
    this.policy = policy;
    this.cure = cure;
  }

  @Override
  public Socket createSocket() {
    return new GuardedSocket(policy, cure);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort)
      throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = createSocket();
    socket.connect(address);
    return socket;
  }

  private static final class GuardedSocket extends Socket {
    private final AddressPolicy policy;
    private final String cure;

    GuardedSocket(AddressPolicy policy, String cure) {
      this.policy = policy;
      this.cure = cure;
    }

    @Override
    public void connect(SocketAddress endpoint) throws IOException {
      connect(endpoint, 0);
    }

    @Override
    public void connect(SocketAddress endpoint, int timeoutMs) throws IOException {
      if (!(endpoint instanceof InetSocketAddress address)
          || address.isUnresolved()
          || !policy.allows(address.getAddress())) {
        throw new RefusedAddressException(
            "Webhooks must not reach %s: %s".formatted(endpoint, cure));
      }
      super.connect(endpoint, timeoutMs);
    }
  }
}
