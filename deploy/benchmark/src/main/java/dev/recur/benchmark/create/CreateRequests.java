package dev.recur.benchmark.create;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.benchmark.rig.ServiceRig;
import dev.recur.local.http.Json;
import dev.recur.schemas.signature.Keys;
import dev.recur.schemas.signature.WireSignature;
import java.io.ByteArrayOutputStream;
import java.security.PrivateKey;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A merchant's requests for subscriptions, each for another one: signed, and ready to be written to
 * a connection. Signing costs more than anything else that a merchant's side does, so that it is
 * done before anything is measured.
 */
final class CreateRequests {

  private static final String PATH = "/ams/sandbox/api/v1/subscriptions/create";
  private static final int KEY_VERSION = 1;

  /** Nothing falls due while it is measured. */
  private static final int STARTS_IN_DAYS = 30;

  private final PrivateKey key;

  /** So that no request of one run is that of another. */
  private final String run = Long.toString(System.nanoTime(), Character.MAX_RADIX);

  private int made;

  /**
   * Of the merchant of {@link ServiceRig}.
   *
   * @param key its private key, PKCS#8 in Base64
   */
  CreateRequests(String key) {
    this.key = Keys.privateKey(key);
  }

  /** So many, of which none was there before. They are of now, and refused after five minutes. */
  List<byte[]> next(int count) {
    int first = made;
    made += count;
    return IntStream.range(first, made).parallel().mapToObj(this::request).toList();
  }

  private byte[] request(int n) {
    byte[] body = body("order-%s-%d".formatted(run, n)).getBytes(UTF_8);
    String time = Long.toString(System.currentTimeMillis());
    String signature =
        WireSignature.sign(key, KEY_VERSION, "POST", PATH, ServiceRig.CLIENT_ID, time, body)
            .value();
    String head =
        """
        POST %s HTTP/1.1
        Host: localhost
        Content-Type: application/json; charset=UTF-8
        Client-Id: %s
        Request-Time: %s
        Signature: %s
        Content-Length: %d

        """
            .formatted(PATH, ServiceRig.CLIENT_ID, time, signature, body.length)
            .replace("\n", "\r\n");
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    request.writeBytes(head.getBytes(UTF_8));
    request.writeBytes(body);
    return request.toByteArray();
  }

  /** What the demo's merchant sends, too (Antom, create: request). */
  private static String body(String requestId) {
    Map<String, String> amount = Map.of("currency", "PHP", "value", "19900");
    return Json.write(
        Map.ofEntries(
            Map.entry("subscriptionRequestId", requestId),
            Map.entry("subscriptionDescription", "Coffee, a kilo each month"),
            Map.entry("subscriptionRedirectUrl", "https://shop.example/thanks"),
            Map.entry("subscriptionNotificationUrl", "https://shop.example/subscription"),
            Map.entry("paymentNotificationUrl", "https://shop.example/payment"),
            Map.entry(
                "subscriptionStartTime",
                Instant.now()
                    .truncatedTo(ChronoUnit.SECONDS)
                    .plus(STARTS_IN_DAYS, ChronoUnit.DAYS)
                    .atOffset(ZoneOffset.ofHours(8))
                    .toString()),
            Map.entry("timeZone", "Asia/Manila"),
            Map.entry("periodRule", Map.of("periodType", "MONTH", "periodCount", 1)),
            Map.entry("paymentMethod", Map.of("paymentMethodType", "GCASH")),
            Map.entry("paymentAmount", amount),
            Map.entry("orderInfo", Map.of("orderAmount", amount)),
            Map.entry("env", Map.of("terminalType", "WEB"))));
  }
}
