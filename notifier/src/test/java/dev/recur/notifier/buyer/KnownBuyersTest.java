package dev.recur.notifier.buyer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.recur.notifier.notice.Mailing.Standing;
import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerSeal;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is kept of buyers here, and what of one who is forgotten. */
class KnownBuyersTest {

  private static final Instant CREATED = Instant.parse("2026-11-26T10:00:00Z");
  private static final SecretBox BOX = new SecretBox(new byte[32]);
  private static final BuyerSeal SEAL = new BuyerSeal(BOX);
  private static final String EMAIL = "ann.of.the.hill@example.com";

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
  void buyer_shouldBeKnown_andOpenedOnlyWhenAskedFor() throws InterruptedException {
    assertThat(buyers.standing("S1")).isEqualTo(Standing.UNKNOWN);
    put("S1", SEAL.seal("S1", "M1", data(EMAIL), CREATED));
    assertThat(buyers.awaitTaken(Map.of(0, 1L), Duration.ZERO)).isFalse();
    done();

    assertThat(buyers.awaitTaken(Map.of(0, 1L), Duration.ZERO)).isTrue();
    assertThat(buyers.standing("S1")).isEqualTo(Standing.KNOWN);
    assertThat(buyers.open("S1")).contains(data(EMAIL));
    assertThat(buyers.isMailSent()).isTrue();
  }

  @Test
  void whoeverHasNoAddress_orIsForgotten_shouldBeNobody() {
    put("S1", SEAL.seal("S1", "M1", BuyerData.NOTHING.withMetadata(Map.of("a", "b")), CREATED));
    put("S2", BuyerSeal.forgotten("S2", "M1", CREATED, CREATED));
    put("S3", SEAL.seal("S3", "M1", data(EMAIL), CREATED));
    put("S3", null);
    put("nobody", null);
    done();

    assertThat(buyers.standing("S1")).isEqualTo(Standing.NOBODY);
    assertThat(buyers.standing("S2")).isEqualTo(Standing.NOBODY);
    assertThat(buyers.open("S2")).isEmpty();
    assertThat(buyers.standing("S3")).isEqualTo(Standing.UNKNOWN);
    assertThat(buyers.standing("nobody")).isEqualTo(Standing.UNKNOWN);
  }

  /** The control comes first: the same search finds what is there. */
  @Test
  void disk_shouldNeverShowABuyer_andNoKeyOfOneForgotten() {
    Buyer buyer = SEAL.seal("S1", "M1", data(EMAIL), CREATED);
    for (int i = 100; i < 400; i++) {
      put("S" + i, SEAL.seal("S" + i, "M1", data("x" + i + "@example.com"), CREATED));
    }
    put("S1", buyer);
    done();
    assertThat(onDisk(text(buyer.getSealedKey()))).isTrue();
    assertThat(onDisk(EMAIL)).isFalse();

    put("S1", BuyerSeal.forgotten("S1", "M1", CREATED, CREATED.plusSeconds(9)));
    done();
    assertThat(onDisk(text(buyer.getSealedKey()))).isFalse();
    assertThat(onDisk(text(buyer.getSealedData()))).isFalse();
    assertThat(buyers.standing("S1")).isEqualTo(Standing.NOBODY);
    assertThat(buyers.standing("S399")).isEqualTo(Standing.KNOWN);
  }

  @Test
  void restart_shouldGoOnWhereItWas() {
    put("S1", SEAL.seal("S1", "M1", data(EMAIL), CREATED));
    done();
    buyers.close();
    open();

    assertThat(buyers.startingOffsets()).containsEntry(0, 1L);
    assertThat(buyers.open("S1")).contains(data(EMAIL));
  }

  @Test
  void otherMasterKey_shouldBeSaid_whenSomethingIsSent() {
    byte[] other = new byte[32];
    other[0] = 1;
    put("S1", new BuyerSeal(new SecretBox(other)).seal("S1", "M1", data(EMAIL), CREATED));
    done();

    assertThat(buyers.standing("S1")).isEqualTo(Standing.KNOWN);
    assertThatIllegalStateException()
        .isThrownBy(() -> buyers.open("S1"))
        .withMessageContaining("recur.master-key")
        .withMessageContaining("S1");
  }

  /** Whoever sends says what to do about it; the fan-out goes on, for everybody else. */
  @Test
  void buyerOfALaterRelease_shouldCountAsKnown() {
    byte[] key = new byte[SecretBox.KEY_BYTES];
    byte[] data =
        new SecretBox(key)
            .seal(
                "{\"email\":\"a@example.com\",\"unsubscribed\":[\"BIRTHDAY\"]}".getBytes(UTF_8),
                SealContext.buyerData("S1"));
    put(
        "S1",
        Buyer.newBuilder(SEAL.seal("S1", "M1", data(EMAIL), CREATED))
            .setSealedKey(ByteBuffer.wrap(BOX.seal(key, SealContext.buyerKey("S1"))))
            .setSealedData(ByteBuffer.wrap(data))
            .build());
    done();

    assertThat(buyers.standing("S1")).isEqualTo(Standing.KNOWN);
    assertThatIllegalStateException()
        .isThrownBy(() -> buyers.open("S1"))
        .withMessageContaining("roll out readers first");
  }

  private void put(String key, @Nullable Buyer buyer) {
    buyers.onRecord(new TopicRecord<>(key, buyer, 0, offset++, 0, new RecordHeaders()));
  }

  private void done() {
    buyers.onBatch(Map.of(0, offset));
  }

  private boolean onDisk(String wanted) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).anyMatch(file -> read(file).contains(wanted));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (NoSuchFileException e) {
      return ""; // RocksDB tidied up meanwhile.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(@Nullable ByteBuffer bytes) {
    ByteBuffer copy = Objects.requireNonNull(bytes).duplicate();
    byte[] array = new byte[copy.remaining()];
    copy.get(array);
    return new String(array, ISO_8859_1);
  }

  private static BuyerData data(String email) {
    return new BuyerData(
        Optional.of(email), Optional.of("Ann"), Optional.of("de"), Map.of(), Set.of());
  }
}
