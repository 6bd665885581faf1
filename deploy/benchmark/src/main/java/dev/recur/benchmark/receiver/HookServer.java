package dev.recur.benchmark.receiver;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import tlschannel.NeedsReadException;
import tlschannel.ServerTlsChannel;

/**
 * Many receivers on one thread, each on an address of its own. They answer all the same, at once;
 * those that are silent read and never answer. One selector and no threads per connection, so that
 * on a small machine the sender is measured and not this.
 */
final class HookServer {

  private static final int REQUEST_BYTES_MAX = 16 * 1024;
  private static final int BACKLOG = 1_024;
  private static final int HOSTS_PER_NET = 250;
  private static final int MICROS_PER_SECOND = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;

  /** What acknowledges a webhook. */
  static final String ACKNOWLEDGED =
      "{\"result\":{\"resultCode\":\"SUCCESS\",\"resultStatus\":\"S\",\"resultMessage\":\"success\"}}";

  private final Selector selector;
  private final Arrivals arrivals;
  private final byte[] answer;
  private final Optional<SSLContext> tls;

  /** How many of the receivers, from the first on, do not answer. */
  private volatile int silent;

  /**
   * A sender's connection.
   *
   * @param channel over which they talk: the socket's own, or TLS over it
   * @param bytes beneath the buffer
   */
  @SuppressWarnings("ArrayRecordComponent")
  private record Connection(int receiver, ByteChannel channel, byte[] bytes, ByteBuffer in) {
    static Connection to(int receiver, ByteChannel channel) {
      byte[] bytes = new byte[REQUEST_BYTES_MAX];
      return new Connection(receiver, channel, bytes, ByteBuffer.wrap(bytes));
    }
  }

  /**
   * Receivers that listen.
   *
   * @param port the same for all of them: a thousand would leave none for others
   * @param count how many
   * @param body what each answers, in ASCII
   * @param tls what they speak TLS with; empty: plain HTTP
   */
  HookServer(int port, int count, String body, Arrivals arrivals, Optional<SSLContext> tls)
      throws IOException {
    this.arrivals = arrivals;
    this.tls = tls;
    this.answer =
        ("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: "
                + body.length()
                + "\r\n\r\n"
                + body)
            .getBytes(US_ASCII);
    selector = Selector.open();
    for (int receiver = 0; receiver < count; receiver++) {
      ServerSocketChannel server = ServerSocketChannel.open();
      server.bind(new InetSocketAddress(host(receiver), port), BACKLOG);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT, receiver);
    }
  }

  /** The nth receiver's loopback address; Linux has all of 127.0.0.0/8. */
  static String host(int receiver) {
    return "127.1.%d.%d".formatted(receiver / HOSTS_PER_NET, receiver % HOSTS_PER_NET + 1);
  }

  void silent(int count) {
    silent = count;
  }

  /** Serves for as long as the process lives. */
  void run() {
    try {
      while (true) {
        selector.select(this::serve);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void serve(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept((ServerSocketChannel) key.channel(), (Integer) key.attachment());
      } else {
        read(key, (Connection) key.attachment());
      }
    } catch (IOException | IllegalArgumentException e) {
      // The sender was killed, or gave up, or is none: its connection is over and nothing else.
      close(key);
    }
  }

  private void accept(ServerSocketChannel server, int receiver) throws IOException {
    SocketChannel channel = server.accept();
    if (channel != null) {
      channel.configureBlocking(false);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.register(selector, SelectionKey.OP_READ, Connection.to(receiver, secured(channel)));
    }
  }

  private ByteChannel secured(SocketChannel channel) {
    return tls.<ByteChannel>map(context -> ServerTlsChannel.newBuilder(channel, context).build())
        .orElse(channel);
  }

  /** Reads until there is no more: what TLS has opened already wakes no selector. */
  private void read(SelectionKey key, Connection connection) throws IOException {
    ByteBuffer in = connection.in();
    try {
      int read = connection.channel().read(in);
      while (read > 0) {
        serve(connection);
        read = connection.channel().read(in);
      }
      if (read < 0) {
        close(key);
      }
    } catch (NeedsReadException e) {
      // That was all for now.
      return;
    }
  }

  private void serve(Connection connection) throws IOException {
    ByteBuffer in = connection.in();
    int start = 0;
    Optional<HookRequest> request = HookRequest.first(connection.bytes(), start, in.position());
    while (request.isPresent()) {
      arrived(connection, request.get());
      start = request.get().end();
      request = HookRequest.first(connection.bytes(), start, in.position());
    }
    in.flip().position(start);
    in.compact();
  }

  private void arrived(Connection connection, HookRequest request) throws IOException {
    Instant now = Instant.now();
    arrivals.add(
        new Arrival(
            now.getEpochSecond() * MICROS_PER_SECOND + now.getNano() / NANOS_PER_MICRO,
            connection.receiver(),
            request.header("webhook-id").orElse("")));
    if (connection.receiver() >= silent
        && connection.channel().write(ByteBuffer.wrap(answer)) < answer.length) {
      throw new IOException("The sender does not read its answers.");
    }
  }

  private static void close(SelectionKey key) {
    try {
      key.channel().close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
