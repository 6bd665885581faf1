package dev.recur.service.admin;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import dev.recur.service.testing.HttpCaller.Response;
import dev.recur.service.testing.Operator;
import dev.recur.service.testing.RawSocketCaller;
import dev.recur.service.testing.RunningService;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/**
 * Whatever an operator sends: it is done, or refused with a status of the list and a sentence that
 * says what to do. Never 500, which says that nobody has thought of it.
 */
class AdminFuzzTest {

  private static final RunningService SERVICE = RunningService.get();
  private static final RawSocketCaller RAW = RawSocketCaller.ofOperator(SERVICE);

  private static final Set<Integer> STATUSES =
      Set.of(200, 201, 202, 204, 400, 401, 404, 405, 406, 409, 413, 414, 415, 431, 503);

  private static final String HOOK = "{\"url\":\"https://shop.example/hook\"";

  /** Method and target, a line feed, the body. */
  private static String[] requests(String clientId) {
    String merchant = "/admin/merchants/" + clientId;
    String lane = "\"url\":\"https://shop.example/hook\"";
    return new String[] {
      "POST /admin/merchants\n{\"clientId\":\""
          + clientId
          + "\",\"name\":\"Club\",\"sandbox\":true,"
          + "\"publicKey\":\"MIIB\",\"policies\":{\"retryDays\":[1]}}",
      "POST " + merchant + "/buyers/forget\n{\"email\":\"ann@example.com\"}",
      "POST /admin/test-clocks\n{\"now\":\"2026-01-31T00:00:00Z\"}",
      "POST /admin/test-clocks/T1/advance\n{\"to\":\"2026-02-28T00:00:00Z\",\"outage\":false}",
      "POST /admin/subscriptions/S1/held-cycles\n{\"approve\":true}",
      "POST /admin/subscriptions/S1/release\n{\"note\":\"seen\"}",
      "POST " + merchant + "/keys/rotate\n{\"overlapHours\":24,\"fromVersion\":9}",
      "GET /events?clientId=" + clientId + "&after=AQAAAAAAAAAAAAA&limit=5\n",
      "GET /events?subscriptionId=S1&after=1&limit=5\n",
      "POST "
          + merchant
          + "/endpoints\n"
          + HOOK
          + ",\"eventTypes\":[\"notifyPayment\"],\"ordering\":\"STRICT\",\"schedule\":\"DAYS_3\","
          + "\"signatures\":[\"ANTOM\"],\"ratePerSecond\":5,\"shards\":2,\"alsoOverridden\":true}",
      "GET " + merchant + "/endpoints\n",
      "PATCH " + merchant + "/endpoints/E0123456789abcdef01234567\n{\"ratePerSecond\":0}",
      "DELETE " + merchant + "/endpoints/E0123456789abcdef01234567?force=true\n",
      "POST " + merchant + "/lanes/disable\n{" + lane + ",\"reason\":\"because\"}",
      "POST "
          + merchant
          + "/lanes/replay\n{"
          + lane
          + ",\"since\":\"2026-11-20T00:00:00Z\",\"until\":\"2026-11-21T00:00:00Z\","
          + "\"replayId\":\"R1\",\"filter\":{\"eventTypes\":[\"notifyPayment\"]}}",
      "GET " + merchant + "/lanes/replays/R1?url=https://shop.example/hook\n",
      "POST " + merchant + "/lanes/replays/R1/cancel\n{" + lane + "}",
      "GET "
          + merchant
          + "/attempts?url=mailto:&outcome=FAILED&since=2026-11-20T00:00:00Z&limit=5\n",
      "GET " + merchant + "/deliveries?endpointId=E0123456789abcdef01234567&cursor=AQAAAAAA\n"
    };
  }

  @Test
  void anyRequest_shouldBeDoneOrRefused() {
    assertThat(
            Fuzz.of("admin", AdminFuzzTest::mutate)
                .unmeasured()
                .inputs(200)
                .seeds(requests(new Operator(SERVICE).newMerchant("M_FUZZ")))
                .run(AdminFuzzTest::answered))
        .containsKeys("200", "400", "404");
  }

  private static final Mutator TARGETS =
      Mutator.text("/", "?", "&", "=", "%", "%00", "%zz", "%2F", ";", "..", "+", "limit", "cursor");
  private static final Mutator BODIES =
      Mutator.json("STRICT", "DAYS_30", "notifyRefund", "mailto:");

  /** The method stays, so that it is a request. */
  private static byte[] mutate(byte[] input, RandomGenerator random) {
    int feed = feed(input);
    byte[] line = Arrays.copyOf(input, feed);
    byte[] body = Arrays.copyOfRange(input, Math.min(feed + 1, input.length), input.length);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    if (body.length == 0 || random.nextBoolean()) {
      int head = new String(line, ISO_8859_1).indexOf('/') + 1;
      out.writeBytes(withoutFeeds(Mutator.behind(head, TARGETS).mutate(line, random)));
      out.write('\n');
      out.writeBytes(body);
    } else {
      out.writeBytes(line);
      out.write('\n');
      out.writeBytes(BODIES.mutate(body, random));
    }
    return out.toByteArray();
  }

  private static byte[] withoutFeeds(byte[] line) {
    return new String(line, ISO_8859_1).replaceAll("[\\r\\n]", "").getBytes(ISO_8859_1);
  }

  private static int feed(byte[] input) {
    int feed = new String(input, ISO_8859_1).indexOf('\n');
    return feed < 0 ? input.length : feed;
  }

  private static String answered(byte[] input) {
    int feed = feed(input);
    String line = new String(input, 0, feed, ISO_8859_1);
    byte[] body = Arrays.copyOfRange(input, Math.min(feed + 1, input.length), input.length);
    if (!line.matches("[A-Z]+ /\\P{Cc}*")) {
      return "no request";
    }
    byte[] request = request(line, body);
    if (!RawSocketCaller.goesOutAtOnce(request)) {
      return "too long";
    }
    Response response = RAW.send(request);
    assertThat(response.status()).isIn(STATUSES);
    if (response.status() >= 400) {
      assertThat(response.text()).startsWith("{\"message\":\"");
    }
    return Integer.toString(response.status());
  }

  private static byte[] request(String line, byte[] body) {
    String head =
        """
        %s HTTP/1.1
        Host: localhost
        Authorization: Bearer %s
        Content-Type: application/json
        Content-Length: %d

        """
            .formatted(line, RunningService.ADMIN_TOKEN, body.length)
            .replace("\n", "\r\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(head.getBytes(ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }
}
