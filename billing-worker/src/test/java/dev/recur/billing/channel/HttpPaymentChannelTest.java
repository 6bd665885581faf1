package dev.recur.billing.channel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.recur.schemas.avro.ChargeOutcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class HttpPaymentChannelTest {
  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Duration SHORT = Duration.ofMillis(400);

  private static final int CALLS_MAX = 256;

  private final AtomicInteger calls = new AtomicInteger();
  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final List<String> bodies = new CopyOnWriteArrayList<>();
  private final CountDownLatch never = new CountDownLatch(1);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(HttpPaymentChannel.class);
  private HttpServer server;
  private HttpPaymentChannel channel;

  @BeforeEach
  void start() throws IOException {
    log.start();
    logger.addAppender(log);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    channel =
        new HttpPaymentChannel(
            "http://127.0.0.1:" + server.getAddress().getPort() + "/v1", CALLS_MAX);
  }

  @AfterEach
  void stop() {
    never.countDown();
    logger.detachAppender(log);
    channel.close();
    server.stop(0);
  }

  @Test
  void charge_shouldPresentTheKeyAndReadTheAnswer() {
    answers("/v1/charges", 200, "{\"outcome\":\"DECLINED_SOFT\",\"code\":\"insufficient_funds\"}");
    ChannelReply reply = channel.charge(order(), DEADLINE);
    assertThat(reply.outcome()).isEqualTo(ChargeOutcome.DECLINED_SOFT);
    assertThat(reply.code()).contains("insufficient_funds");
    assertThat(keys).containsExactly("S1P1/1");
    assertThat(bodies.getFirst()).contains("\"amountMinor\":1999", "\"period\":3");
  }

  /** Nothing moves under it, and the next request has its turn. */
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "S1P1/1\n", "S1P1/1\u0000", "Kätzchen/1"})
  void keyThatIsNoHeader_shouldBeRefused_andNotPresented(String key) {
    answers("/v1/charges", 200, "{\"outcome\":\"SUCCEEDED\"}");
    ChannelReply reply = channel.charge(order(key), DEADLINE);
    assertThat(reply.outcome()).isEqualTo(ChargeOutcome.REFUSED);
    assertThat(reply.message().orElseThrow()).contains("visible ASCII");
    assertThat(keys).isEmpty();
    assertThat(channel.charge(order(), DEADLINE).outcome()).isEqualTo(ChargeOutcome.SUCCEEDED);
  }

  @Test
  void refund_shouldHaveItsOwnPath() {
    answers("/v1/refunds", 200, "{\"outcome\":\"SUCCEEDED\",\"channelReference\":\"R7\"}");
    assertThat(channel.refund(refund(), DEADLINE).reference()).contains("R7");
    assertThat(bodies.getFirst())
        .contains(
            "\"purpose\":\"REFUND\"",
            "\"period\":null",
            "\"refundedPaymentId\":\"S1P0\"",
            "\"refundedReference\":\"C7\"");
  }

  @Test
  void whatIsToldBesideTheOrder_shouldBeHandedOver() {
    answers("/v1/charges", 200, "{\"outcome\":\"SUCCEEDED\"}");
    answers("/v1/refunds", 200, "{\"outcome\":\"SUCCEEDED\"}");
    channel.charge(order(), DEADLINE);
    channel.refund(refund(), DEADLINE);
    assertThat(bodies.getFirst())
        .doesNotContain("order", "settlementCurrency", "refunded", "description");
    assertThat(bodies.getLast())
        .contains(
            "\"orderAmountMinor\":5000",
            "\"orderCurrency\":\"EUR\"",
            "\"settlementCurrency\":\"SGD\"",
            "\"description\":\"Gold\"");
  }

  @Test
  void riskRefusal_shouldBeAHardDeclineWithItsCode() {
    answers(
        "/v1/charges",
        200,
        "{\"outcome\":\"DECLINED_HARD\",\"code\":\"risk_reject\",\"message\":\"fraud\"}");
    ChannelReply reply = channel.charge(order(), DEADLINE);
    assertThat(reply.outcome()).isEqualTo(ChargeOutcome.DECLINED_HARD);
    assertThat(reply.code()).contains("risk_reject");
  }

  @Test
  void inquire_shouldAskForTheKeyAtATime() {
    server.createContext(
        "/v1/operations",
        exchange -> {
          bodies.add(exchange.getRequestURI().getQuery());
          send(exchange, 200, "{\"outcome\":\"NOT_FOUND\"}");
        });
    ChannelReply reply = channel.inquire("S1P1/1", Instant.parse("2026-01-01T00:00:00Z"), DEADLINE);
    assertThat(reply.outcome()).isEqualTo(ChargeOutcome.NOT_FOUND);
    assertThat(bodies).containsExactly("key=S1P1/1&at=2026-01-01T00:00:00Z");
  }

  @Test
  void serverErrors_shouldPresentTheSameKeyAgainWithinTheDeadline() {
    server.createContext(
        "/v1/charges",
        exchange -> {
          keys.add(exchange.getRequestHeaders().getFirst("Idempotency-Key"));
          boolean well = calls.incrementAndGet() == 3;
          send(exchange, well ? 200 : 503, well ? "{\"outcome\":\"SUCCEEDED\"}" : "busy");
        });
    assertThat(channel.charge(order(), DEADLINE).outcome()).isEqualTo(ChargeOutcome.SUCCEEDED);
    assertThat(keys).containsExactly("S1P1/1", "S1P1/1", "S1P1/1");
  }

  @Test
  void silence_shouldBeUnknownAfterTheDeadline() {
    server.createContext("/v1/charges", exchange -> awaitQuietly());
    assertThat(channel.charge(order(), SHORT).outcome()).isEqualTo(ChargeOutcome.UNKNOWN);
  }

  @Test
  void nobodyThere_shouldBeUnknownAfterTheDeadline() {
    server.stop(0);
    ChannelReply reply = channel.charge(order(), SHORT);
    assertThat(reply.outcome()).isEqualTo(ChargeOutcome.UNKNOWN);
    assertThat(reply.message().orElse("")).contains("could not be asked");
  }

  @Test
  void refusal_shouldNotBeTriedAgain() {
    answers("/v1/charges", 422, "no such currency");
    assertThat(channel.charge(order(), DEADLINE).outcome()).isEqualTo(ChargeOutcome.REFUSED);
    assertThat(keys).hasSize(1);
  }

  /** Else whoever is to mend it would see nothing but the status. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "no such currency | the channel answered HTTP 422: no such currency",
        "{'message':'no such currency'} | the channel answered HTTP 422: no such currency",
        "{'code':'currency','message':'no such one'} | the channel answered HTTP 422: currency: no such one",
        "{'error':{'pan':'4111\\u00201111\\u00201111\\u00201111'}} | the channel answered HTTP 422",
        "4111 - 1111 - 1111 - 1111 is none | the channel answered HTTP 422: [number] is none",
        "<p>4111 1111-1111 1111</p> | the channel answered HTTP 422: <p>[number]</p>",
        "{'message':'4111111111111111 is \\n no token'}"
            + " | the channel answered HTTP 422: [number] is no token",
        "{} | the channel answered HTTP 422"
      })
  void refusal_shouldSayWhy_onOneLine_withoutACardsNumber(String body, String message) {
    answers("/v1/charges", 422, body.replace('\'', '"'));
    assertThat(channel.charge(order(), DEADLINE).message()).contains(message.replace('\'', '"'));
  }

  @Test
  void refusalWithoutAWord_shouldSayTheStatus() {
    answers("/v1/charges", 400, "");
    assertThat(channel.charge(order(), DEADLINE).message())
        .contains("the channel answered HTTP 400");
  }

  @Test
  void longRefusal_shouldBeCut() {
    answers("/v1/charges", 400, "x".repeat(100_000));
    assertThat(channel.charge(order(), DEADLINE).message().orElseThrow()).hasSizeLessThan(257);
  }

  @Test
  void refusal_shouldBeInTheLog_withTheKey() {
    answers("/v1/charges", 422, "no such currency");
    channel.charge(order(), DEADLINE);
    assertThat(log.list)
        .singleElement()
        .extracting(ILoggingEvent::getKeyValuePairs)
        .asString()
        .contains("/v1/charges", "S1P1/1", "no such currency");
  }

  /** Whoever knows the key may have charged under it: to be inquired about, and not refused. */
  @Test
  void keyThatIsKnown_shouldBeUnknownAndNotTriedAgain() {
    answers("/v1/charges", 409, "in use");
    assertThat(channel.charge(order(), DEADLINE).outcome()).isEqualTo(ChargeOutcome.UNKNOWN);
    assertThat(keys).hasSize(1);
  }

  /** A decline would free the way for a second key while the first may have charged. */
  @Test
  void refusedInquiry_shouldSayNothingAboutTheCharge() {
    answers("/v1/operations", 400, "no such route");
    ChannelReply reply = channel.inquire("S1P1/1", Instant.EPOCH, SHORT);
    assertThat(reply.outcome()).isEqualTo(ChargeOutcome.UNKNOWN);
    assertThat(reply.message().orElse("")).contains("no such route");
  }

  @Test
  void refusalAfterAnAnswerThatWasLost_shouldBeUnknown() {
    server.createContext(
        "/v1/charges",
        exchange -> send(exchange, calls.incrementAndGet() == 1 ? 502 : 400, "bad gateway"));
    assertThat(channel.charge(order(), DEADLINE).outcome()).isEqualTo(ChargeOutcome.UNKNOWN);
  }

  @Test
  void statusOfSomebodyOnTheWay_shouldNotBeTakenForARefusal() {
    answers("/v1/charges", 401, "who are you?");
    answers("/v1/refunds", 404, "no such route");
    assertThat(channel.charge(order(), SHORT).outcome()).isEqualTo(ChargeOutcome.UNKNOWN);
    assertThat(channel.refund(order(), SHORT).outcome()).isEqualTo(ChargeOutcome.UNKNOWN);
  }

  @Test
  void connections_shouldBeKeptForAsManyAsAreAskedAtATime() throws InterruptedException {
    int atATime = CALLS_MAX / 2;
    Set<Integer> ports = ConcurrentHashMap.newKeySet();
    CyclicBarrier allAreThere = new CyclicBarrier(atATime);
    server.createContext(
        "/v1/charges",
        exchange -> {
          ports.add(exchange.getRemoteAddress().getPort());
          awaitAll(allAreThere);
          send(exchange, 200, "{\"outcome\":\"SUCCEEDED\"}");
        });
    for (int round = 0; round < 3; round++) {
      try (ExecutorService calls = Executors.newVirtualThreadPerTaskExecutor()) {
        var replies =
            calls.invokeAll(
                Collections.<Callable<ChannelReply>>nCopies(
                    atATime, () -> channel.charge(order(), DEADLINE)));
        assertThat(replies)
            .allMatch(reply -> reply.resultNow().outcome() == ChargeOutcome.SUCCEEDED);
      }
    }
    assertThat(ports).hasSize(atATime);
  }

  @Test
  void lessThanAMillisecondLeft_shouldBeUnknown() {
    assertThat(channel.charge(order(), Duration.ofNanos(900_000)).outcome())
        .isEqualTo(ChargeOutcome.UNKNOWN);
  }

  @Test
  void answersThatCannotBeUnderstood_shouldBeUnknown() {
    answers("/v1/charges", 200, "<html>");
    assertThat(channel.charge(order(), DEADLINE).outcome()).isEqualTo(ChargeOutcome.UNKNOWN);
    answers("/v1/refunds", 200, "{\"outcome\":\"SOMETHING_NEW\"}");
    assertThat(channel.refund(order(), DEADLINE).outcome()).isEqualTo(ChargeOutcome.UNKNOWN);
  }

  @Test
  void longTexts_shouldBeCut() {
    answers("/v1/charges", 200, "{\"outcome\":\"PENDING\",\"code\":\"" + "x".repeat(500) + "\"}");
    assertThat(channel.charge(order(), DEADLINE).code().orElseThrow()).hasSize(64);
  }

  private void answers(String path, int status, String body) {
    server.createContext(
        path,
        exchange -> {
          keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("Idempotency-Key")));
          bodies.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
          send(exchange, status, body);
        });
  }

  private static void awaitAll(CyclicBarrier all) throws IOException {
    try {
      all.await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
      throw new IOException(e);
    }
  }

  private void awaitQuietly() {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** One that may be presented. */
  static ChannelOrder order() {
    return order("S1P1/1");
  }

  private static ChannelOrder order(String key) {
    return new ChannelOrder(
        key,
        "S1",
        "SANDBOX_1",
        "S1P1",
        "PERIOD",
        Optional.of(3),
        1999,
        "USD",
        "GCASH",
        Optional.empty(),
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2026-01-02T00:00:00Z"),
        true,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static ChannelOrder refund() {
    return new ChannelOrder(
        "S1P1/1",
        "S1",
        "SANDBOX_1",
        "S1P1",
        "REFUND",
        Optional.empty(),
        1999,
        "USD",
        "GCASH",
        Optional.empty(),
        Instant.parse("2026-01-01T00:00:00Z"),
        Instant.parse("2026-01-02T00:00:00Z"),
        true,
        Optional.of(5000L),
        Optional.of("EUR"),
        Optional.of("SGD"),
        Optional.of("S1P0"),
        Optional.of("C7"),
        Optional.of("Gold"));
  }
}
