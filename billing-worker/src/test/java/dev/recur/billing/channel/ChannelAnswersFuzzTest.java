package dev.recur.billing.channel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.fuzz.AnswersOnLoopback;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever answers where the channel should: what it means for a key is known or is not, within the
 * deadline; and that money has moved, nobody says who does not say so.
 */
class ChannelAnswersFuzzTest {

  private static final Duration DEADLINE = Duration.ofMillis(150);
  private static final Instant AT = Instant.parse("2026-01-31T00:00:00Z");

  private final AnswersOnLoopback server = new AnswersOnLoopback();
  private final HttpPaymentChannel channel = new HttpPaymentChannel(server.url() + "/v1", 1);

  @AfterEach
  void close() throws IOException {
    server.close();
    channel.close();
  }

  @Test
  void anyBody_shouldBeAReply() {
    assertThat(
            Fuzz.of(
                    "channel-bodies",
                    Mutator.json("SUCCEEDED", "DECLINED_HARD", "PENDING", "REFUSED", "outcome"))
                .unmeasured()
                .inputs(500)
                .seeds(
                    """
                    {"outcome":"SUCCEEDED","channelReference":"C7"}""",
                    """
                    {"outcome":"DECLINED_SOFT","code":"insufficient_funds","message":"no money"}""")
                .run(body -> reply(withHead(body))))
        .containsKeys("SUCCEEDED", "DECLINED_SOFT", "UNKNOWN");
  }

  @Test
  void anyAnswer_shouldBeAReplyInTime() {
    byte[] right = withHead("{\"outcome\":\"SUCCEEDED\"}".getBytes(ISO_8859_1));
    assertThat(
            Fuzz.of(
                    "channel-answers",
                    Mutator.oneOf(
                        Mutator.bytes(),
                        Mutator.text(
                            "HTTP/1.1",
                            "100",
                            "204",
                            "301",
                            "401",
                            "407",
                            "409",
                            "500",
                            "chunked",
                            "Transfer-Encoding: ",
                            "Content-Length: ",
                            "Location: /")))
                .unmeasured()
                .inputs(20)
                .seeds(right)
                .run(this::reply))
        .containsKey("SUCCEEDED");
  }

  private static byte[] withHead(byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\nConnection: close\r\n\r\n")
            .getBytes(ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }

  private String reply(byte[] bytes) {
    server.answer(bytes);
    long begun = System.nanoTime();
    ChannelReply reply = channel.inquire("S1P1/1", AT, DEADLINE);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
    assertThat(reply.message().orElse("")).hasSizeLessThanOrEqualTo(256);
    assertThat(reply.code().orElse("")).hasSizeLessThanOrEqualTo(64);
    assertThat(reply.reference().orElse("")).hasSizeLessThanOrEqualTo(256);
    if (reply.outcome() != ChargeOutcome.UNKNOWN) {
      assertThat(new String(bytes, ISO_8859_1)).contains(reply.outcome().name());
    }
    return reply.outcome().name();
  }
}
