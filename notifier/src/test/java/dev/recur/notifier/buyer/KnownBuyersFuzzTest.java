package dev.recur.notifier.buyer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.notifier.notice.Mailing.Standing;
import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerSeal;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.serde.Samples;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever values of the right schema lie on {@code buyers}: each is kept, and where somebody asks
 * for the buyer in it, there is one, there is none, or it is said what to do. Nobody else's is
 * touched, and the next record is kept as well.
 */
class KnownBuyersFuzzTest {

  private static final String ID = "S1";
  private static final String CLIENT = "M1";
  private static final Instant CREATED = Instant.parse("2026-11-26T10:00:00Z");
  private static final SecretBox BOX = new SecretBox(new byte[SecretBox.KEY_BYTES]);
  private static final BuyerSeal SEAL = new BuyerSeal(BOX);

  @TempDir Path directory;
  private KnownBuyers buyers;
  private long offset;

  @BeforeEach
  void open() {
    buyers = KnownBuyers.in(directory.resolve("buyers"), SEAL);
  }

  @AfterEach
  void close() {
    buyers.close();
  }

  @Test
  void anyBuyer_shouldBeKept_andBeSomebodyOrNobody() {
    put("S2", SEAL.seal("S2", CLIENT, data("bob@example.com"), CREATED));

    assertThat(
            Fuzz.ofRecords(
                    "known-buyers",
                    List.of(
                        SEAL.seal(ID, CLIENT, data("ann@example.com"), CREATED),
                        SEAL.seal(ID, CLIENT, BuyerData.NOTHING, CREATED),
                        BuyerSeal.forgotten(ID, CLIENT, CREATED, CREATED.plusSeconds(9)),
                        ofALaterRelease()))
                .inputs(250)
                .run(this::kept))
        .containsKeys("somebody", "nobody", "recur.master-key", "roll out readers first");
  }

  /** In words that this one does not know. */
  private static Buyer ofALaterRelease() {
    byte[] key = new byte[SecretBox.KEY_BYTES];
    byte[] data =
        new SecretBox(key)
            .seal(
                "{\"email\":\"a@example.com\",\"unsubscribed\":[\"BIRTHDAY\"]}".getBytes(UTF_8),
                SealContext.buyerData(ID));
    return Buyer.newBuilder(SEAL.seal(ID, CLIENT, BuyerData.NOTHING, CREATED))
        .setSealedKey(ByteBuffer.wrap(BOX.seal(key, SealContext.buyerKey(ID))))
        .setSealedData(ByteBuffer.wrap(data))
        .build();
  }

  private String kept(byte[] input) throws InterruptedException {
    Buyer buyer = Samples.read(Buyer.class, input);
    put(ID, buyer);
    String found = found();

    BuyerData right = data("eve@example.com");
    put(ID, SEAL.seal(ID, CLIENT, right, CREATED));
    assertThat(buyers.standing(ID)).isEqualTo(Standing.KNOWN);
    assertThat(buyers.open(ID)).contains(right);
    put(ID, buyer);
    assertThat(found()).isEqualTo(found);
    put(ID, null);
    assertThat(buyers.standing(ID)).isEqualTo(Standing.UNKNOWN);
    assertThat(buyers.open("S2")).contains(data("bob@example.com"));
    assertThat(buyers.awaitTaken(Map.of(0, offset), Duration.ZERO)).isTrue();
    return found;
  }

  /** The fan-out goes on in any case; whoever sends is told what to do. */
  private String found() {
    Standing standing = buyers.standing(ID);
    try {
      Optional<BuyerData> data = buyers.open(ID);
      boolean isWrittenTo = data.flatMap(BuyerData::email).isPresent();
      assertThat(standing).isEqualTo(isWrittenTo ? Standing.KNOWN : Standing.NOBODY);
      return isWrittenTo ? "somebody" : "nobody";
    } catch (IllegalStateException e) {
      assertThat(standing).isEqualTo(Standing.KNOWN);
      String message = String.valueOf(e.getMessage());
      assertThat(message).containsAnyOf("recur.master-key", "roll out readers first");
      return message.contains("recur.master-key") ? "recur.master-key" : "roll out readers first";
    }
  }

  private void put(String key, @Nullable Buyer buyer) {
    buyers.onRecord(new TopicRecord<>(key, buyer, 0, offset++, 0, new RecordHeaders()));
    buyers.onBatch(Map.of(0, offset));
  }

  private static BuyerData data(String email) {
    return new BuyerData(
        Optional.of(email), Optional.of("Ann"), Optional.of("de"), Map.of(), Set.of());
  }
}
