package dev.recur.schemas.kafka;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;

/** A Kafka that is not there, for tests of what is said then. */
public final class AbsentKafka {

  private AbsentKafka() {}

  /** Settings for a port where nothing listens, which give up soon. */
  public static KafkaSettings settings(Path stateDir) {
    return TestSettings.with(
        KafkaSettings.of(
            "127.0.0.1:" + portWhereNothingListens(), "http://registry", 4, (short) 1, stateDir),
        Map.of("default.api.timeout.ms", "300", "request.timeout.ms", "200"));
  }

  private static int portWhereNothingListens() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
