package dev.recur.schemas.serde;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.topic.Topics;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the registry can do wrong, and that no record is ever blamed for it. */
@Timeout(30)
class RegistryFailureTest {

  private static final byte[] RECORD = Samples.record(1, (byte) 0);

  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open.reversed()) {
      each.close();
    }
  }

  private <C extends AutoCloseable> C opened(C closeable) {
    open.add(closeable);
    return closeable;
  }

  private RecordCodec<ChargeResult> codec(Map<String, ?> config) {
    return opened(RecordCodecs.from(config)).of(Topics.CHARGE_RESULTS);
  }

  private static void assertUnavailable(RecordCodec<ChargeResult> codec, String why) {
    assertThatThrownBy(() -> codec.decode(RECORD))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(why);
    assertThatThrownBy(() -> codec.encode(Samples.chargeResult()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining(why);
  }

  private static int unusedPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void downAtFirstUseThenBack_shouldWorkAgainWithTheSameCodec() throws IOException {
    int port = unusedPort();
    RecordCodec<ChargeResult> codec = codec(Samples.config("http://127.0.0.1:" + port));

    assertUnavailable(codec, "start it, or correct schema.registry.url");

    RegistryOnLoopback registry = opened(new RegistryOnLoopback(port));
    Samples.registerAll(registry);
    assertThat(codec.decode(codec.encode(Samples.chargeResult())))
        .isEqualTo(Samples.chargeResult());
  }

  @Test
  void downOnceWarm_shouldNotBeNoticed() {
    RegistryOnLoopback registry = new RegistryOnLoopback();
    Samples.registerAll(registry);
    RecordCodec<ChargeResult> codec = codec(Samples.config(registry.url()));
    byte[] bytes = codec.encode(Samples.chargeResult());
    codec.decode(bytes);
    registry.close();

    assertThat(codec.encode(codec.decode(bytes))).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void passingFailure_shouldBeTriedAgain(int status) {
    RegistryOnLoopback registry = opened(new RegistryOnLoopback());
    Samples.registerAll(registry);
    RecordCodec<ChargeResult> codec = codec(Samples.config(registry.url()));
    registry.failNext(2, status, status);
    assertThat(codec.encode(Samples.chargeResult())).isNotEmpty();
  }

  @Test
  void lastingFailure_shouldBeTriedAsOftenAsTheSettingSaysAndNoMore() {
    RegistryOnLoopback registry = opened(new RegistryOnLoopback());
    RecordCodec<ChargeResult> codec = codec(Samples.config(registry.url()));
    registry.failNext(1_000, 500, 50001);

    assertThatThrownBy(() -> codec.decode(RECORD))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("in 3 tries")
        .hasMessageContaining("answered 500");
    assertThat(registry.requests()).hasSize(3);
  }

  @Test
  void severalAddresses_shouldBeTriedInTurnAndTheGoodOneKept() throws IOException {
    RegistryOnLoopback failing = opened(new RegistryOnLoopback());
    failing.failNext(1_000, 503, 503);
    RegistryOnLoopback good = opened(new RegistryOnLoopback());
    Samples.registerAll(good);
    String urls = "http://127.0.0.1:%d, %s/ ,%s".formatted(unusedPort(), failing.url(), good.url());
    RegistryClient client =
        opened(RegistryClient.from(Samples.config(urls, SerdeConfig.RETRIES_MAX, 0)));

    assertThat(client.latest(Samples.RESULTS_SUBJECT).version()).isEqualTo(1);
    assertThat(client.latest(Samples.RESULTS_SUBJECT).version()).isEqualTo(1);
    assertThat(failing.requests()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "404, 404, base path included",
    "401, 40101, basic.auth.user.info",
    "403, 40301, basic.auth.user.info",
    "302, 302, base path included",
  })
  void wrongAddressOrCredentials_shouldStopAtOnceAndSaySo(int status, int code, String cure) {
    RegistryOnLoopback registry = opened(new RegistryOnLoopback());
    registry.failNext(1_000, status, code);
    assertUnavailable(codec(Samples.config(registry.url())), cure);
    assertThat(registry.requests()).as("one request each, no retries").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"schema\":7}", "{\"schema\":null}"})
  void answerWithoutASchema_shouldNotBlameTheRecord(String json) {
    RegistryOnLoopback registry = opened(new RegistryOnLoopback());
    registry.answerIds(json);
    RecordCodec<ChargeResult> codec = codec(Samples.config(registry.url()));
    assertThatThrownBy(() -> codec.decode(RECORD))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("has no schema");
  }

  @Test
  void noJson_shouldNotBlameTheRecord() throws IOException {
    assertUnavailable(
        codec(
            quick(
                server("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 6\r\n\r\n<html>"))),
        "no schema registry's answer");
  }

  @Test
  void noAnswer_shouldBeGivenUpAfterTheTimeout() throws IOException {
    assertUnavailable(codec(quick(server(""))), "did not answer within 200 ms");
  }

  @Test
  void answerThatStopsInTheMiddle_shouldBeGivenUpAfterTheTimeout() throws IOException {
    assertUnavailable(
        codec(quick(server("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"sch"))),
        "did not answer within 200 ms");
  }

  @Test
  void endlessAnswer_shouldNotBeTakenIn() throws IOException {
    String size = Integer.toString(RegistryHttp.ANSWER_BYTES_MAX + 1);
    String body = "x".repeat(RegistryHttp.ANSWER_BYTES_MAX + 1);
    Map<String, Object> config =
        new HashMap<>(
            quick(
                server(
                    "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: "
                        + size
                        + "\r\n\r\n"
                        + body)));
    config.put(SerdeConfig.READ_TIMEOUT_MS, 10_000);
    assertUnavailable(codec(config), "exceeds capacity");
  }

  @Test
  void interrupted_shouldEndAtOnceAndStayInterrupted() {
    RegistryOnLoopback registry = opened(new RegistryOnLoopback());
    RecordCodec<ChargeResult> codec = codec(Samples.config(registry.url()));
    Thread.currentThread().interrupt();
    InterruptException thrown =
        catchThrowableOfType(InterruptException.class, () -> codec.decode(RECORD));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(thrown).isNotNull();
  }

  private static Map<String, Object> quick(String url) {
    Map<String, Object> config = new HashMap<>(Samples.config(url));
    config.put(SerdeConfig.READ_TIMEOUT_MS, 200);
    config.put(SerdeConfig.RETRIES_MAX, 0);
    return config;
  }

  /** A server that says the same to everybody and then says nothing more. */
  private String server(String answer) throws IOException {
    ServerSocket server = opened(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual()
        .start(
            () -> {
              while (!server.isClosed()) {
                try {
                  Socket socket = opened(server.accept());
                  socket.getOutputStream().write(answer.getBytes(US_ASCII));
                  socket.getOutputStream().flush();
                } catch (IOException e) {
                  return; // The test has closed it, or the client has gone.
                }
              }
            });
    return "http://127.0.0.1:" + server.getLocalPort();
  }
}
