package dev.recur.notifier.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.notifier.buyer.KnownBuyers;
import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerSeal;
import dev.recur.schemas.kafka.TopicRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That a reader who is behind is not taken for nobody. */
@Timeout(20)
class FreshBuyersTest {

  private static final Instant CREATED = Instant.parse("2026-11-26T10:00:00Z");
  private static final BuyerSeal SEAL = new BuyerSeal(TestMail.BOX);
  private static final BuyerData ANN = TestMail.buyer("Ann", "en");

  private final AtomicInteger asked = new AtomicInteger();

  @TempDir Path directory;
  private KnownBuyers known;
  private FreshBuyers buyers;

  @BeforeEach
  void open() {
    known = KnownBuyers.in(directory, SEAL);
    buyers =
        new FreshBuyers(
            known,
            _ -> {
              asked.incrementAndGet();
              return Map.of(0, 1L);
            },
            Duration.ofSeconds(5));
  }

  @AfterEach
  void close() {
    known.close();
  }

  @Test
  void buyerWhoIsReadAboutLater_shouldBeWaitedFor() throws Exception {
    Thread reader = Thread.ofVirtual().start(() -> take(SEAL.seal("S1", "M1", ANN, CREATED)));

    assertThat(buyers.find("S1")).contains(ANN);
    reader.join();
    assertThat(buyers.find("S1")).contains(ANN);
    assertThat(asked).hasValueLessThanOrEqualTo(1);
  }

  @Test
  void nobodyAtTheEndOfTheTopic_shouldBeNobody() throws Exception {
    known.onBatch(Map.of(0, 1L));

    assertThat(buyers.find("S1")).isEmpty();
    assertThat(asked).hasValue(1);
  }

  @Test
  void forgottenBuyer_shouldBeNobodyAtOnce() throws Exception {
    take(BuyerSeal.forgotten("S1", "M1", CREATED, CREATED));

    assertThat(buyers.find("S1")).isEmpty();
    assertThat(asked).hasValue(0);
  }

  @Test
  void topicThatIsNotReadToItsEnd_shouldBeSaid_withinTheDeadline() {
    FreshBuyers behind = new FreshBuyers(known, _ -> Map.of(0, 1L), Duration.ofMillis(20));

    assertThatThrownBy(() -> behind.find("S1"))
        .isInstanceOf(BuyersBehindException.class)
        .hasMessage("Topic buyers was not read to its end within 20 ms.");
  }

  @Test
  void brokerThatDoesNotAnswer_shouldBeSaid() {
    FreshBuyers alone =
        new FreshBuyers(
            known,
            _ -> {
              throw new TimeoutException("S1 none");
            },
            Duration.ofSeconds(1));

    assertThatThrownBy(() -> alone.find("S1"))
        .isInstanceOf(BuyersBehindException.class)
        .hasMessage("Kafka does not say where topic buyers ends.");
  }

  private void take(Buyer buyer) {
    known.onRecord(
        new TopicRecord<>(buyer.getSubscriptionId(), buyer, 0, 0, 0, new RecordHeaders()));
    known.onBatch(Map.of(0, 1L));
  }
}
