package dev.recur.billing.channel;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recur.schemas.avro.ChargeOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A payment channel behind JSON over HTTP: {@code POST /charges}, {@code POST /refunds}, {@code GET
 * /operations?key=}. Because a key moves money once, a call whose answer was lost is made again
 * with the same key until the deadline is over.
 *
 * <p>What does not move money (order amount, settlement currency, description) and what only a
 * refund has is sent where it is known, and left out otherwise.
 */
public final class HttpPaymentChannel implements PaymentChannel {
  private static final Logger LOG = LoggerFactory.getLogger(HttpPaymentChannel.class);
  private static final String KEY_HEADER = "Idempotency-Key";

  /** Visible ASCII, at least one character: what a header says unchanged. */
  private static final Pattern HEADER_KEY = Pattern.compile("[!-~]+");

  private static final MediaType JSON = MediaType.get("application/json");
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int HTTP_OK = 200;

  /**
   * The channel has read an order and will not have it. Every other status, among them those of
   * credentials, routes and load, can come from somebody on the way who has not asked the channel,
   * and says nothing about the key.
   */
  private static final Set<Integer> HTTP_REFUSALS = Set.of(400, 422);

  /**
   * The key is in use, or was presented with other content: an earlier call may have moved money.
   */
  private static final int HTTP_KEY_KNOWN = 409;

  /** Longest answer that is read. */
  private static final long ANSWER_BYTES_MAX = 64 * 1024;

  /** Pause before the same key is presented again, within the deadline. */
  private static final Duration AGAIN_AFTER = Duration.ofMillis(250);

  /** Shorter than servers keep a connection on which nothing is said. */
  private static final Duration IDLE_MAX = Duration.ofSeconds(20);

  private final OkHttpClient http;
  private final HttpUrl base;

  /**
   * A channel at an address.
   *
   * @param url base address, for example {@code https://channel.example/v1}
   * @param callsMax as many as may be asked at a time: so many connections are kept, so that none
   *     of them needs a handshake of its own once the others are done
   * @throws IllegalArgumentException when it is no http or https address
   */
  public HttpPaymentChannel(String url, int callsMax) {
    base = HttpUrl.get(url);
    http =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .connectionPool(new ConnectionPool(callsMax, IDLE_MAX.toSeconds(), TimeUnit.SECONDS))
            // Each call has what is left of its deadline for all of it.
            .connectTimeout(Duration.ZERO)
            .readTimeout(Duration.ZERO)
            .writeTimeout(Duration.ZERO)
            .build();
  }

  @Override
  public ChannelReply charge(ChannelOrder order, Duration deadline) {
    return post("charges", order, deadline);
  }

  @Override
  public ChannelReply refund(ChannelOrder order, Duration deadline) {
    return post("refunds", order, deadline);
  }

  @Override
  public ChannelReply inquire(String key, Instant at, Duration deadline) {
    HttpUrl url =
        base.newBuilder()
            .addPathSegment("operations")
            .addQueryParameter("key", key)
            .addQueryParameter("at", at.toString())
            .build();
    ChannelReply reply = call(new Request.Builder().url(url).get().build(), deadline);
    // A refused question leaves open what became of the key; taken for a refused order it would
    // free the way for a second key.
    return reply.outcome() == ChargeOutcome.REFUSED
        ? ChannelReply.unknown(
            "the channel refuses to say what became of the key; " + reply.message().orElse(""))
        : reply;
  }

  @Override
  public void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }

  private ChannelReply post(String path, ChannelOrder order, Duration deadline) {
    if (!HEADER_KEY.matcher(order.key()).matches()) {
      // No release makes such a key; whoever wrote it is to hear of it, and nobody waits behind it.
      String why = "a key goes into a header: make it of visible ASCII characters, with no blank";
      logRefusal(
          "An order is not presented to the payment channel", "POST " + path, order.key(), why);
      return ChannelReply.refused(why);
    }
    byte[] body = json(order).toString().getBytes(StandardCharsets.UTF_8);
    Request request =
        new Request.Builder()
            .url(base.newBuilder().addPathSegment(path).build())
            .header(KEY_HEADER, order.key())
            .post(RequestBody.create(body, JSON))
            .build();
    return call(request, deadline);
  }

  private ChannelReply call(Request request, Duration deadline) {
    long endNanos = System.nanoTime() + deadline.toNanos();
    String why = "no answer within " + deadline.toMillis() + " ms";
    boolean askedBefore = false;
    while (true) {
      // Whole milliseconds: to the client, a time-out of none is one that never comes.
      long leftMs = TimeUnit.NANOSECONDS.toMillis(endNanos - System.nanoTime());
      if (leftMs <= 0) {
        return ChannelReply.unknown(why);
      }
      Call asked = http.newCall(request);
      asked.timeout().timeout(leftMs, TimeUnit.MILLISECONDS);
      try (Response response = asked.execute()) {
        int status = response.code();
        if (status == HTTP_OK) {
          return reply(response.peekBody(ANSWER_BYTES_MAX).string());
        }
        why = "the channel answered HTTP " + status;
        if (status == HTTP_KEY_KNOWN) {
          return ChannelReply.unknown(why);
        }
        if (HTTP_REFUSALS.contains(status)) {
          String words = RefusalWords.of(textOf(response));
          why = words.isEmpty() ? why : why + ": " + words;
          logRefusal(
              "The payment channel refuses what it was asked",
              request.method() + " " + request.url().encodedPath(),
              request.header(KEY_HEADER),
              why);
          // A call before this one may have reached the channel and charged.
          return askedBefore ? ChannelReply.unknown(why) : ChannelReply.refused(why);
        }
      } catch (IOException e) {
        why = "the channel could not be asked: " + e.getMessage();
      }
      askedBefore = true;
      if (!pause(Math.min(AGAIN_AFTER.toNanos(), endNanos - System.nanoTime()))) {
        return ChannelReply.unknown(why);
      }
    }
  }

  /** The answer's text; a refusal is one also where its text does not come. */
  private static String textOf(Response refusal) {
    try {
      return refusal.peekBody(ANSWER_BYTES_MAX).string();
    } catch (IOException e) {
      return "(its reason did not arrive: " + e.getMessage() + ")";
    }
  }

  /** Who runs the channel, or this, has to mend it: the same order is refused again. */
  private static void logRefusal(String what, String call, @Nullable String key, String why) {
    LOG.atWarn()
        .addKeyValue("call", call)
        .addKeyValue("key", key)
        .addKeyValue("reason", why)
        .log(what);
  }

  /** False when this thread is to end. */
  private static boolean pause(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(Math.max(0, nanos));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static ChannelReply reply(String body) {
    try {
      JsonNode json = MAPPER.readTree(body);
      ChargeOutcome outcome = outcome(json.path("outcome").asText());
      return new ChannelReply(
          outcome, text(json, "channelReference"), text(json, "code"), text(json, "message"));
    } catch (JsonProcessingException e) {
      return ChannelReply.unknown("the channel's answer is not JSON");
    }
  }

  /** What this version does not know is not final: it is inquired about. */
  private static ChargeOutcome outcome(String name) {
    for (ChargeOutcome outcome : ChargeOutcome.values()) {
      if (outcome.name().equals(name)) {
        return outcome;
      }
    }
    return ChargeOutcome.UNKNOWN;
  }

  private static Optional<String> text(JsonNode json, String field) {
    return Optional.of(json.path(field)).filter(JsonNode::isTextual).map(JsonNode::asText);
  }

  private static ObjectNode json(ChannelOrder order) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("key", order.key());
    json.put("subscriptionId", order.subscriptionId());
    json.put("clientId", order.clientId());
    json.put("paymentId", order.paymentId());
    json.put("purpose", order.purpose());
    json.put("period", order.period().orElse(null));
    json.put("amountMinor", order.amountMinor());
    json.put("currency", order.currency());
    json.put("paymentMethodType", order.paymentMethodType());
    json.put("paymentMethodId", order.paymentMethodId().orElse(null));
    json.put("at", order.at().toString());
    json.put("presentUntil", order.presentUntil().toString());
    json.put("sandbox", order.sandbox());
    order.orderAmountMinor().ifPresent(amount -> json.put("orderAmountMinor", amount));
    order.orderCurrency().ifPresent(currency -> json.put("orderCurrency", currency));
    order.settlementCurrency().ifPresent(c -> json.put("settlementCurrency", c));
    order.refundedPaymentId().ifPresent(payment -> json.put("refundedPaymentId", payment));
    order.refundedReference().ifPresent(reference -> json.put("refundedReference", reference));
    order.description().ifPresent(text -> json.put("description", text));
    return json;
  }
}
