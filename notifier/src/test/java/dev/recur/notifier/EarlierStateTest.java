package dev.recur.notifier;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.delivery.Outbound.HandOver;
import dev.recur.notifier.delivery.Shipment;
import dev.recur.schemas.avro.AttemptOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A newer version goes on with the deliveries that the first one left in its stores. */
class EarlierStateTest {

  private static final String LANE = "SANDBOX_M1 https://shop.example:443";

  @TempDir Path stateDir;
  private TestNotifier notifier;

  @BeforeEach
  void start() {
    notifier = new TestNotifier(stateDir);
  }

  @AfterEach
  void stop() {
    notifier.close();
  }

  /** The bytes lie as the first version wrote them: a retry, due after two minutes. */
  @Test
  void retryOfTheFirstVersion_shouldBeMade_withTheBodyThatItKept() throws IOException {
    notifier.put("pending-deliveries", key(0, "S1", 2), bytes("pending-v1.hex"));
    notifier.put(
        "due-deliveries", key(Instant.parse("2026-11-21T10:02:00Z").toEpochMilli(), "S1", 2));
    notifier.put("delivery-turns", key(0, "S1", 0), bytes("turn-v1.hex"));
    notifier.restart();
    notifier.pass(Duration.ofMinutes(2));

    Shipment retry = notifier.onlyInTheAir();
    assertThat(retry.attempt()).isEqualTo(2);
    assertThat(retry.clientId()).isEqualTo("SANDBOX_M1");
    assertThat(retry.body().orElseThrow().url()).isEqualTo("https://shop.example/hooks");
    assertThat(new String(retry.body().orElseThrow().bytes(), StandardCharsets.UTF_8))
        .isEqualTo("{\"sequence\":2}");

    notifier.went(retry, AttemptOutcome.FAILED);
    notifier.pass(Duration.ofMinutes(12));
    assertThat(notifier.onlyInTheAir().body().orElseThrow().url())
        .isEqualTo("https://shop.example/hooks");
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    assertThat(notifier.isQuiet()).isTrue();
  }

  /** Sequence 3 had its turn, and is not in the air any more: the subscription goes on. */
  @Test
  void turnOfTheFirstVersion_shouldNotHoldUpWhatComes() throws IOException {
    Ledger ledger = new Ledger("S1", "https://shop.example/hooks");
    notifier.happens(ledger.created());
    notifier.put("delivery-turns", key(0, "S1", 0), bytes("turn-v1.hex"));
    notifier.happens(ledger.approved(), ledger.terminated());
    assertThat(notifier.inTheAir()).isEmpty();

    notifier.happens(ledger.chargeSucceeded(1));
    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(4);
  }

  /** Its first attempt was due when the program was replaced: what comes waits for it. */
  @Test
  void firstAttemptOfTheFirstVersion_shouldHoldUpWhatComes() throws IOException {
    Ledger ledger = new Ledger("S1", "https://shop.example/hooks");
    notifier.answer(HandOver.NO_ROOM);
    notifier.happens(ledger.created());
    notifier.put("pending-deliveries", key(0, "S1", 3), bytes("pending-first-v1.hex"));
    notifier.put(
        "due-deliveries", key(Instant.parse("2026-11-21T10:00:00Z").toEpochMilli(), "S1", 3));
    notifier.put("delivery-turns", key(0, "S1", 0), bytes("turn-v1.hex"));
    notifier.restart();
    notifier.happens(ledger.approved(), ledger.terminated(), ledger.chargeSucceeded(1));

    notifier.answer(HandOver.TAKEN);
    notifier.pass(Duration.ofMinutes(1));
    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(3);
    notifier.went(notifier.onlyInTheAir(), AttemptOutcome.ACKNOWLEDGED);
    assertThat(notifier.onlyInTheAir().sequence()).isEqualTo(4);
  }

  /** Keys as the first version made them, which are those of today. */
  private static byte[] key(long atMs, String subscriptionId, long sequence) {
    ByteBuffer key = ByteBuffer.allocate(200);
    put(key, LANE);
    if (atMs > 0) {
      key.putLong(atMs);
    }
    put(key, subscriptionId);
    if (sequence > 0) {
      key.putLong(sequence);
    }
    byte[] bytes = new byte[key.position()];
    key.flip().get(bytes);
    return bytes;
  }

  private static void put(ByteBuffer key, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    key.putShort((short) bytes.length).put(bytes);
  }

  private static byte[] bytes(String resource) throws IOException {
    String hex = Files.readString(Path.of("src/test/resources/state", resource), US_ASCII);
    return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
  }
}
